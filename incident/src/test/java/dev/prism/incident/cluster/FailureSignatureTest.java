package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureSignatureTest {
  private final FailureSignature signatures = new FailureSignature(Taxonomy.standard());
  private final TraceRecord trace = Traces.trace(1, 0, "q", "a", Map.of());

  @Test
  void theGravestReasonOfAnyCheckCounts() {
    ScoredTrace scored = new ScoredTrace(trace, List.of(score("cut", Score.Kind.CHECK),
        score("cross_tenant", Score.Kind.CHECK), score("refusal", Score.Kind.APPLICATION)));
    assertThat(signatures.of(scored, Map.of())).hasValue("check:cross_tenant");
  }

  @Test
  void anOpinionIsNoCause() {
    assertThat(signatures.of(new ScoredTrace(trace, List.of(score("bad_tone", Score.Kind.JUDGE))),
        Map.of())).isEmpty();
  }

  @Test
  void theSameAnswerIsACauseWhateverItsNumbersAre() {
    String one = signatures.of(judged("No entry was found for account 17."), Map.of())
        .orElseThrow();
    assertThat(one).startsWith("answer:")
        .isEqualTo(
            signatures.of(judged("No entry was found for account 4711."), Map.of()).orElseThrow())
        .isNotEqualTo(
            signatures.of(judged("No entry was found for them."), Map.of()).orElseThrow());
  }

  private static ScoredTrace judged(String answer) {
    return Traces.judged(Traces.trace(1, 0, "q", answer, Map.of()), "wrong");
  }

  @Test
  void railThenToolThenRetrieval() {
    TraceRecord railed = new TraceRecord(trace.ids(), trace.caller(), trace.asked(), trace.served(),
        List.of(), trace.outcome(), trace.billing(),
        List.of(new RailVerdict("output", "pii", "redact", "email", 1, 10)), trace.texts());
    Map<String, String> facts = Map.of("tool.search", "error", "tool.mail", "ok", "retrieval",
        "empty");
    assertThat(signatures.of(new ScoredTrace(railed, List.of()), facts))
        .hasValue("rail:output/pii/email");
    assertThat(signatures.of(new ScoredTrace(trace, List.of()), facts))
        .hasValue("tool:search/error");
    assertThat(signatures.of(new ScoredTrace(trace, List.of()), Map.of("retrieval", "empty")))
        .hasValue("retrieval:empty");
    assertThat(signatures.of(new ScoredTrace(trace, List.of()), Map.of("retrieval", "present")))
        .isEmpty();
  }

  private Score score(String reason, Score.Kind kind) {
    return new Score(trace.ids().traceId(), "factual_grounding", 1, new Score.By(kind, "x", "1"), 1,
        0, reason, null);
  }
}
