package dev.prism.store;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TraceRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Which traces are wanted; null means any.
///
/// @param from    started at or after
/// @param to      started before
/// @param failing whether the exchange went wrong: not answered, or a rail did more than look
public record TraceFilter(
    @Nullable String sessionId,
    @Nullable String userId,
    @Nullable String tenant,
    @Nullable String route,
    @Nullable Instant from,
    @Nullable Instant to,
    @Nullable Boolean failing) {
  public static final TraceFilter ALL = new TraceFilter(null, null, null, null, null, null, null);

  public boolean matches(TraceRecord trace) {
    return is(sessionId, trace.caller().sessionId()) && is(userId, trace.caller().userId())
        && is(tenant, trace.caller().tenant()) && is(route, trace.served().route())
        && started(trace.asked().startedAtMicros())
        && (failing == null || failing == isFailing(trace));
  }

  /// Whether the exchange went wrong.
  public static boolean isFailing(TraceRecord trace) {
    return trace.outcome().kind() != TraceRecord.Outcome.Kind.ANSWERED
        || trace.outcome().error() != null || trace.rails().stream().anyMatch(RailVerdict::found);
  }

  private boolean started(long micros) {
    Instant at = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return (from == null || !at.isBefore(from)) && (to == null || at.isBefore(to));
  }

  private static boolean is(@Nullable String wanted, @Nullable String value) {
    return wanted == null || wanted.equals(value);
  }
}
