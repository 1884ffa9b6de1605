package dev.prism.store;

import dev.prism.exchange.Attempt;
import dev.prism.exchange.Cost;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Traces for tests.
final class Traces {
  private Traces() {}

  static TraceRecord answered(int n) {
    return answered(n, "say \"hé\"\n\u0001 \\ 🙂 " + n, "line one\tand so on " + "x".repeat(600));
  }

  static TraceRecord answered(int n, String request, String response) {
    Attempt attempt = new Attempt("stable", "openai", "gpt-5-mini", 200, Attempt.Result.ANSWERED,
        null, 120, 45_000, 80_000, TokenUsage.of(120, 34), new Cost(1_500_000));
    return new TraceRecord(ids(n),
        new TraceRecord.Caller("acme", "session-" + n % 3, null, Map.of("tier", "gold")),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "demo", true, 1_795_000_000_123_456L + n),
        new TraceRecord.Served("demo", 7, "primary", "stable", "openai", "gpt-5-mini-2026",
            "refund@12", false, null),
        List.of(attempt), outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null),
        new TraceRecord.Billing(TokenUsage.of(120, 34), new Cost(1_500_000)), List.of(),
        new TraceRecord.Texts(TraceText.of(request), response, false));
  }

  /// Another exchange of a trace.
  static TraceRecord inTraceOf(TraceRecord first, TraceRecord other) {
    return new TraceRecord(
        new TraceRecord.Ids(first.ids().traceId(), other.ids().spanId(), first.ids().spanId(),
            other.ids().requestId()),
        other.caller(), other.asked(), other.served(), other.attempts(), other.outcome(),
        other.billing(), other.rails(), other.texts());
  }

  static TraceRecord failed(int n) {
    Attempt attempt = new Attempt("stable", "openai", "gpt-5-mini", 0, Attempt.Result.FAILED,
        "upstream_timeout", 120, -1, 80_000, TokenUsage.NONE, null);
    TraceRecord like = answered(n);
    return new TraceRecord(like.ids(), like.caller(), like.asked(), like.served(),
        List.of(attempt, like.attempts().getFirst()),
        outcome(TraceRecord.Outcome.Kind.FAILED, 504, "upstream_timeout"),
        new TraceRecord.Billing(TokenUsage.NONE, null),
        List.of(new RailVerdict("output", "pii", "flag", "email", 0.5, 12)),
        TraceRecord.Texts.NONE);
  }

  private static TraceRecord.Ids ids(int n) {
    long id = (n + 1) * 0x9E3779B97F4A7C15L;
    return new TraceRecord.Ids("%016x%016x".formatted(id, ~id * 31), "%016x".formatted(id ^ 0x5555),
        "00f067aa0ba902b7", "req-" + n);
  }

  private static TraceRecord.Outcome outcome(TraceRecord.Outcome.Kind kind, int status,
      @Nullable String error) {
    return new TraceRecord.Outcome(kind, status, error, error == null ? null : "provider",
        error == null ? "stop" : null, error == null ? 45_120 : -1, 80_500);
  }
}
