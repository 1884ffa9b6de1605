package dev.prism.incident.cluster;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Scored traces of the route `refund`, and a reader that takes the whole request for the question and the
/// metadata for the facts.
final class Traces {
  static final TraceReader READER = trace -> new TraceReader.Read(
      String.valueOf(trace.texts().request()), new TreeMap<>(trace.caller().metadata()));

  private Traces() {}

  static String id(int number) {
    return String.format(Locale.ROOT, "%032x", number);
  }

  static TraceRecord trace(int number, long atMillis, String question, String answer,
      Map<String, String> facts) {
    return trace(number, atMillis, question, answer, facts, new TraceRecord.Outcome(
        TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1_000, 2_000));
  }

  static TraceRecord trace(int number, long atMillis, String question, String answer,
      Map<String, String> facts, TraceRecord.Outcome outcome) {
    return new TraceRecord(new TraceRecord.Ids(id(number), "0".repeat(16), null, "req-" + number),
        new TraceRecord.Caller("acme", "session-" + number % 7, null, facts),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "refund", false, atMillis * 1_000),
        new TraceRecord.Served("refund", 1, "primary", "stable", "sim", "sim-small", "refund@13",
            false, null),
        List.of(), outcome, new TraceRecord.Billing(TokenUsage.of(10, 5), null), List.of(),
        new TraceRecord.Texts(TraceText.of(question), answer, false));
  }

  static ScoredTrace passing(TraceRecord trace) {
    return new ScoredTrace(trace, List.of(score(trace, 5, null, Score.Kind.CHECK, null)));
  }

  /// A check found it.
  static ScoredTrace failing(TraceRecord trace, String reason) {
    return new ScoredTrace(trace, List.of(score(trace, 1, reason, Score.Kind.CHECK, null)));
  }

  /// A judge found it wanting.
  static ScoredTrace judged(TraceRecord trace, String explanation) {
    return new ScoredTrace(trace, List.of(score(trace, 2, null, Score.Kind.JUDGE, explanation)));
  }

  private static Score score(TraceRecord trace, double value, @Nullable String reason,
      Score.Kind kind, @Nullable String explanation) {
    return new Score(trace.ids().traceId(), "factual_grounding", value,
        new Score.By(kind, "test", "1"), 1, trace.asked().startedAtMicros(), reason, explanation);
  }
}
