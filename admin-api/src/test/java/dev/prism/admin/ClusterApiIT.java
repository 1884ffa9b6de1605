package dev.prism.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.incident.cluster.judge.ClusterFinding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ClusterApiIT extends AdminRig {
  @BeforeEach
  void clusters() throws Exception {
    for (int i = 0; i < 60; i++) {
      fixture.clusters.scored(trace(i, i < 20, i < 20 ? "v7" : "v6"));
    }
    fixture.clusters.runNow().get(30, TimeUnit.SECONDS);
  }

  @Test
  void clustersAreListedByRouteAndFoundById() throws Exception {
    JsonNode ofRoute = calls.get("/api/clusters?route=refund").body();
    assertThat(ofRoute.path("contrast").get(0).path("value").asString()).isEqualTo("v7");
    JsonNode listed = ofRoute.path("clusters");
    assertThat(listed.size()).isEqualTo(1);
    JsonNode brief = listed.get(0);
    assertThat(brief.path("subtype").asString()).isEqualTo("empty_retrieval");
    assertThat(brief.path("size").asInt()).isEqualTo(20);
    assertThat(brief.has("members")).isFalse();
    JsonNode whole = calls.get("/api/clusters/" + brief.path("id").asString()).body();
    assertThat(whole.path("members").size()).isEqualTo(20);
    assertThat(whole.path("contrast").get(0).path("value").asString()).isEqualTo("v7");
    assertThat(whole.path("immediate_fix").asString())
        .startsWith("Empty retrieval block: index = v7 in 100 % of failures, 0 % of passes.");
    assertThat(whole.path("run").path("failing").asInt()).isEqualTo(20);
    assertThat(calls.get("/api/clusters?route=other").body().path("clusters").size()).isZero();
    assertThat(calls.get("/api/clusters/none").status()).isEqualTo(404);
    assertThat(fixture.signals).hasSize(1);
  }

  @Test
  void whatAJudgeFoundStandsBesideItAndItsFixComesFirst() throws Exception {
    String id = fixture.clusters.list("refund").getFirst().cluster().id();
    fixture.findings.put(id,
        new ClusterFinding(id, "Restore the retrieval block.",
            List.of(new ClusterFinding.Quote("0".repeat(32), "request", "Context:")),
            Map.of("factual_grounding", 1), "sim-judge", 3, 100, 1));
    JsonNode whole = calls.get("/api/clusters/" + id).body();
    assertThat(whole.path("immediate_fix").asString()).isEqualTo("Restore the retrieval block.");
    assertThat(whole.path("judged").path("quotes").get(0).path("text").asString())
        .isEqualTo("Context:");
    assertThat(whole.path("judged").path("rejected_quotes").asInt()).isEqualTo(1);
  }

  private static ScoredTrace trace(int number, boolean failing, String index) {
    String id = String.format(Locale.ROOT, "%032x", number);
    long now = System.currentTimeMillis() * 1_000;
    TraceRecord trace = new TraceRecord(
        new TraceRecord.Ids(id, "0".repeat(16), null, "req-" + number),
        new TraceRecord.Caller("acme", null, null, Map.of("index", index)),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "refund", false, now),
        new TraceRecord.Served("refund", 1, "primary", "stable", "sim", "sim-small", null, false,
            null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.of(1, 1), null), List.of(),
        new TraceRecord.Texts(TraceText.of("where is my refund"), "", false));
    return new ScoredTrace(trace,
        List.of(new Score(id, "factual_grounding", failing ? 1 : 5,
            new Score.By(Score.Kind.CHECK, "checks", "1"), 1, now,
            failing ? "empty_retrieval" : null, null)));
  }
}
