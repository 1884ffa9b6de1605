package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// The worked example of a leak: a healthcare assistant shows one customer another's appointment, and
/// on-call contains it with one flip of one route.
class PlaybookPiiIT {
  private static final String FOREIGN = "Jane Doe, SSN 536-32-3065, cardiology on May 4th";
  private static final Header PATIENT = new Header("x-prism-metadata",
      "{\"tenant\":\"patient-42\"}");

  @Test
  void oneFlipContainsTheLeakAndEverythingSaysSo() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .route("appointments",
                "{ live: { provider: up, model: new }, safe: { provider: up, model: old } }",
                "{ primary: live }")
            .routeWith("appointments", "safe: [safe]")
            .rail("tenant-filter", "{ on: retrieval, scanners: [leakage] }")
            .rail("no-leaks",
                "{ on: output, scanners: [pii, leakage, secrets], aggregate: any, threshold: 0.5 }"))) {
      stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", FOREIGN)));
      assertThat(ask(gateway, "appointments").text()).contains("536-32-3065");

      RawResponse flipped = RawHttp.post(gateway.adminPort(), "/api/routes/appointments/flips",
          """
              {"to":{"target":"safe","rails":["tenant-filter","no-leaks"]},
               "reason":"another customer's appointment in an answer","incident":"inc-7","expires_in":"2h"}""");
      assertThat(flipped.status()).as(flipped.text()).isEqualTo(201);
      stub.forget();

      RawResponse contained = ask(gateway, "appointments");
      assertThat(contained.status()).isEqualTo(403);
      assertThat(contained.text()).contains("content_blocked").doesNotContain("Jane");
      assertThat(contained.header("x-prism-routing-strategy")).contains("fallback");
      assertThat(contained.header("x-prism-guardrail")).contains("retrieval/leakage/block");
      assertThat(contained.header("x-prism-incident")).contains("inc-7");
      assertThat(stub.requests()).isEmpty();

      RawResponse leaked = gateway.chat("appointments", PATIENT);
      assertThat(leaked.status()).isEqualTo(403);
      assertThat(leaked.header("x-prism-guardrail").orElse("")).contains("output/pii/block");
      assertThat(leaked.header("x-prism-target")).contains("safe");

      stub.answer(Chat.answer());
      RawResponse harmless = gateway.chat("appointments", PATIENT);
      assertThat(harmless.status()).isEqualTo(200);
      assertThat(harmless.header("x-prism-fallback-used")).contains("true");

      var trace = gateway.traceOf(leaked);
      assertThat(trace.path("rails").toString()).contains("\"us_ssn\"").doesNotContain("536-32");
      assertThat(trace.path("incident").asString()).isEqualTo("inc-7");
      String audit = RawHttp.get(gateway.adminPort(), "/api/audit").text();
      assertThat(audit).contains("another customer's appointment").contains("inc-7");

      stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", FOREIGN)));
      assertThat(gateway.chat("chat").text()).as("other routes are as they were")
          .contains("536-32-3065");
    }
  }

  @Test
  void aFlipToARailThatDoesNotExistIsRefused() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      RawResponse refused = RawHttp.post(gateway.adminPort(), "/api/routes/chat/flips",
          "{\"to\":{\"rails\":[\"nothing\"]},\"reason\":\"r\"}");
      assertThat(refused.status()).isBetween(400, 499);
      assertThat(refused.text()).contains("nothing");
    }
  }

  private static RawResponse ask(TestGateway gateway, String route) throws IOException {
    return gateway.post("/v1/chat/completions",
        """
            {"model":"%s","messages":[{"role":"user","content":"When is my appointment?"},
            {"role":"tool","tool_call_id":"c","content":"[{\\"tenant\\":\\"patient-77\\",\\"text\\":\\"%s\\"}]"}]}"""
            .formatted(route, FOREIGN),
        PATIENT);
  }
}
