package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The playbook's worked example as an incident, from the first bad answer to the golden entry: a healthcare
/// assistant shows one patient another's appointment; nobody is awake.
class PlaybookIncidentIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAGE_AND_CONTAIN = Duration.ofSeconds(12);
  private static final String FOREIGN = "Jane Doe, SSN 536-32-3065, cardiology on May 4th";
  private static final Header PATIENT = new Header("x-prism-metadata",
      "{\"tenant\":\"patient-42\"}");
  private static final String INCIDENTS = """
      evals: { golden: "%s/golden" }
      incidents:
        regulated: [appointments]
        contain:
          mode: auto
          classes: [pii-leak]
          cap-percent: 100
          rails: { pii-leak: [tenant-filter, no-leaks] }
          confirm: { responses: 10 }
        verify: { steps: [50, 100], minimum: 10, look-every: 1s, margin: 5 }
      """;

  @Test
  void oneLeakedAppointmentIsPagedContainedEvaluatedFixedAndLearntFrom() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port())
            .route("appointments",
                "{ live: { provider: up, model: new }, safe: { provider: up, model: old } }",
                "{ primary: live }")
            .routeWith("appointments", "safe: [safe]")
            .rail("tenant-filter", "{ on: retrieval, scanners: [leakage] }")
            .rail("no-leaks",
                "{ on: output, scanners: [pii, leakage, secrets], aggregate: any, threshold: 0.5 }")
            .last(INCIDENTS))) {
      stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", FOREIGN)));
      assertThat(ask(gateway, "s-bad").text()).contains("536-32-3065");
      long leaked = System.nanoTime();
      stub.answer(Chat.answer());
      Await.until("the leak is contained by itself", PAGE_AND_CONTAIN,
          () -> newest(gateway).path("flips").size() == 1);
      System.err.printf("flipped %.1f s after the leak%n", (System.nanoTime() - leaked) / 1e9);

      JsonNode incident = newest(gateway);
      String path = "/api/incidents/" + incident.path("id").asString();
      assertThat(incident.path("class").asString()).isEqualTo("pii_leak");
      assertThat(incident.path("severity").asString()).isEqualTo("S1");
      assertThat(incident.path("flips").get(0).path("plan").path("to").toString())
          .contains("tenant-filter")
          .contains("no-leaks")
          .contains("safe");
      contained(gateway, incident);

      assertThat(post(gateway, path + "/evaluate", "{}").path("evaluation").path("outcome")
          .asString()).isEqualTo("absent");
      post(gateway, path + "/fix",
          "{\"kind\":\"data_fix\",\"text\":\"a tenant filter\",\"target\":\"live\"}");
      post(gateway, path + "/fix",
          "{\"kind\":\"new_template\",\"text\":\"tenant isolation on appointments\"}");
      assertThat(post(gateway, path + "/verify", "{}").path("state").asString())
          .isEqualTo("verifying");
      Await.until("the canary has verified the fix", Duration.ofSeconds(60), () -> {
        for (int i = 0; i < 20; i++) {
          chat(gateway, "s-" + System.nanoTime());
        }
        return gateway.ask(path).path("state").asString().equals("reviewing");
      });
      review(gateway, path, gateway.ask(path).path("traces").get(0).asString());
    }
  }

  private static void contained(TestGateway gateway, JsonNode incident) throws IOException {
    String id = incident.path("id").asString();
    RawResponse after = chat(gateway, "s-after");
    assertThat(after.header("x-prism-fallback-used")).contains("true");
    assertThat(after.header("x-prism-incident")).contains(id);
    assertThat(after.header("x-prism-routing-strategy")).contains("fallback");
    Await.until("the wire says so", Duration.ofSeconds(20), () -> {
      chat(gateway, "s-" + System.nanoTime());
      return newest(gateway).path("contained").asBoolean();
    });
    JsonNode now = newest(gateway);
    assertThat(now.path("proof").path("share").asDouble()).isGreaterThanOrEqualTo(0.99);
    assertThat(now.path("sessions").path("ids").toString()).contains("s-bad");
    assertThat(now.path("tenants").path("requests").has("default")).isTrue();
  }

  private static void review(TestGateway gateway, String path, String trace) throws IOException {
    JsonNode refused = JSON.readTree(gateway.admin("POST", path + "/close", "{}").body());
    assertThat(refused.path("missing").toString()).contains("golden entry");
    String id = path.substring("/api/incidents/".length());
    JsonNode entry = post(gateway, "/api/golden",
        "{\"trace\":\"%s\",\"incident\":\"%s\",\"id\":\"cross-tenant\",\"class\":\"pii_leak\","
            .formatted(trace, id)
            + "\"rubric\":\"privacy_and_safety\",\"description\":\"cross-tenant retrieval\","
            + "\"asserts\":[{\"type\":\"scanner-free\",\"value\":[\"pii\"]}]}");
    assertThat(entry.toString()).doesNotContain("536-32").contains("masked");
    assertThat(post(gateway, path + "/postmortem",
        "{\"root_cause\":\"the index had no tenant filter\",\"lessons\":\"retrieval had no rubric\","
            + "\"action_items\":[{\"text\":\"three entries\",\"owner\":\"evals\",\"due\":\"2026-12-04\"}]}")
        .path("missing").size()).isZero();
    assertThat(post(gateway, path + "/close", "{}").path("state").asString()).isEqualTo("closed");
    assertThat(gateway.ask("/api/flips").path("flips").size()).isZero();
    assertThat(gateway.ask("/api/audit/verify").path("whole").asBoolean()).isTrue();
  }

  private static JsonNode newest(TestGateway gateway) {
    JsonNode all = gateway.ask("/api/incidents").path("incidents");
    return all.isEmpty()
        ? JSON.createObjectNode()
        : gateway.ask("/api/incidents/" + all.get(0).path("id").asString());
  }

  private static JsonNode post(TestGateway gateway, String path, String body) throws IOException {
    RawResponse response = gateway.admin("POST", path, body);
    assertThat(response.status()).as("%s", response).isBetween(200, 299);
    return JSON.readTree(response.body());
  }

  private static RawResponse chat(TestGateway gateway, String session) {
    try {
      return gateway.chat("appointments", new Header("x-prism-session-id", session), PATIENT);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static RawResponse ask(TestGateway gateway, String session) throws IOException {
    return gateway.post("/v1/chat/completions",
        """
            {"model":"appointments","messages":[{"role":"user","content":"When is my appointment?"},
            {"role":"tool","tool_call_id":"c","content":"[{\\"tenant\\":\\"patient-77\\",\\"text\\":\\"%s\\"}]"}]}"""
            .formatted(FOREIGN),
        PATIENT, new Header("x-prism-session-id", session));
  }
}
