package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What the gateway may do about an incident, and who hears of one, changes while it runs.
class IncidentReloadIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String LEAK = "Jane Doe, SSN 536-32-3065, cardiology on May 4th";

  @Test
  void aReloadPutsModeAndSinksInForceWithoutARestart() throws IOException {
    try (StubProvider up = StubProvider.answering(Chat.answer());
        StubProvider tool = StubProvider.answering(Reply.json(200, "{}"));
        TestGateway gateway = TestGateway.start(yaml(up, "suggest", ""))) {
      up.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", LEAK)));
      assertThat(gateway.chat("chat", new Header("x-prism-session-id", "s-bad")).status())
          .isEqualTo(200);
      up.answer(Chat.answer());
      Await.until("it is suggested", SOON,
          () -> newest(gateway).path("containment").path("course").asString("").equals("suggest"));

      gateway.rewrite(yaml(up, "auto",
          "  notify: [ { webhook: { url: \"" + tool.url() + "/hook\", secret: s3cr3t } } ]\n"));
      assertThat(gateway.admin("POST", "/api/reload", "").status()).isEqualTo(200);
      Await.until("it is contained", SOON, () -> newest(gateway).path("flips").size() == 1);

      RawResponse escalated = gateway.admin("POST", "/api/escalations",
          "{\"session_id\":\"s-bad\",\"ticket\":\"T-7\",\"facts\":{\"plan\":\"gold\"}}");
      assertThat(escalated.status()).as(escalated.text()).isEqualTo(201);
      assertThat(newest(gateway).path("signals").toString())
          .as("what the ticket says is in the incident")
          .contains("ticket T-7; plan: gold");
      assertThat(tool.awaitRequest(0, SOON).bodyText()).contains("pii");
    }
  }

  private static JsonNode newest(TestGateway gateway) {
    JsonNode found = gateway.ask("/api/incidents").path("incidents").path(0);
    return found.isMissingNode()
        ? found
        : gateway.ask("/api/incidents/" + found.path("id").asString());
  }

  private static GatewayYaml yaml(StubProvider up, String mode, String more) {
    return GatewayYaml.empty()
        .provider("up", GatewayYaml.openAi(up.port()))
        .route("chat", "{ live: { provider: up, model: n }, old: { provider: up, model: o } }",
            "{ primary: live }")
        .routeWith("chat", "safe: [old]")
        .last("incidents:\n  contain: { mode: " + mode + ", cap-percent: 100 }\n" + more);
  }
}
