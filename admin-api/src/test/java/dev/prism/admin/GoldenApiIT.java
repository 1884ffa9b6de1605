package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GoldenApiIT extends AdminRig {
  private static final String CASE = """
      {"id": "window", "route": "demo", "input": [{"role": "user", "content": "How long?"}],
       "asserts": [{"type": "contains", "value": "14 days"}], "class": "drift"}
      """;

  @Test
  void anEntryIsAddedListedAndRun() throws Exception {
    AdminCalls.Answer added = calls.post("/api/golden", CASE);
    assertThat(added.status()).isEqualTo(201);
    assertThat(added.body().path("sha256").asString("")).hasSize(64);
    assertThat(added.body().path("added_by").asString("")).isEqualTo("local");
    assertThat(Files.readAllLines(folder.resolve("golden/demo.jsonl"))).hasSize(1);
    assertThat(calls.get("/api/golden?route=demo&class=drift").body().path("entries").size())
        .isEqualTo(1);
    assertThat(calls.get("/api/golden?route=other").body().path("entries").size()).isZero();
    JsonNode passed = calls.post("/api/golden/run", "{\"target\":\"stable\"}").body();
    assertThat(passed.path("passed").booleanValue()).isTrue();
    JsonNode failed = calls.post("/api/golden/run", "{\"target\":\"candidate\",\"runs\":1}").body();
    assertThat(failed.path("passed").booleanValue()).isFalse();
    assertThat(failed.path("entries").get(0).path("reason").asString(""))
        .isEqualTo("contains: the text is not there");
  }

  @Test
  void theSetLeavesAsAnotherToolsFile() throws Exception {
    calls.post("/api/golden", CASE);
    try (var file = calls.open("/api/golden/export")) {
      assertThat(new String(file.readAllBytes(), StandardCharsets.UTF_8))
          .startsWith("{\"vars\":{\"prompt\":\"How long?\"},\"assert\":[{\"type\":\"contains\"");
    }
    assertThat(calls.get("/api/golden/export?format=unheard-of").status()).isEqualTo(400);
  }

  @Test
  void aLeakedValueIsRefused() throws Exception {
    AdminCalls.Answer refused = calls.post("/api/golden",
        CASE.replace("How long?", "Is it jane.doe@gmail.com?"));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body().toString()).contains("pii/email").doesNotContain("jane.doe");
    assertThat(calls.post("/api/golden", "{\"id\":\"x\"}").status()).isEqualTo(422);
    assertThat(calls.post("/api/golden", "{\"trace\":\"unheard-of\"}").status()).isEqualTo(404);
    assertThat(calls.post("/api/golden/run", "{}").status()).isEqualTo(404);
  }

  @Test
  void anAlertOpensAnIncidentAndTheSameAgainJoinsIt() throws Exception {
    String alert = """
        {"version":"4","groupKey":"k","status":"firing","receiver":"prism","notification_reason":"x",
         "alerts":[{"status":"firing","labels":{"alertname":"SlowAnswers","route":"demo"},
         "annotations":{},"startsAt":"2026-11-27T02:00:00Z","fingerprint":"abc"}]}
        """;
    for (int i = 0; i < 2; i++) {
      AdminCalls.Answer taken = calls.post("/api/alerts", alert);
      assertThat(taken.status()).isEqualTo(202);
      assertThat(taken.body().path("taken").intValue()).isEqualTo(1);
    }
    JsonNode incidents = calls.get("/api/incidents").body().path("incidents");
    assertThat(incidents.size()).isEqualTo(1);
    assertThat(incidents.get(0).path("route").asString("")).isEqualTo("demo");
    assertThat(calls.post("/api/alerts", "{\"version\":\"3\"}").status()).isEqualTo(400);
  }
}
