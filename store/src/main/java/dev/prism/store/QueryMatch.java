package dev.prism.store;

import dev.prism.evals.ScoredTraces.Query;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import org.jspecify.annotations.Nullable;

/// Whether a scored trace is one that is wanted.
final class QueryMatch {
  private QueryMatch() {}

  static boolean matches(Query query, ScoredTrace scored) {
    TraceRecord trace = scored.trace();
    long started = trace.asked().startedAtMicros();
    Long from = query.fromMicros();
    Long to = query.toMicros();
    return is(query.route(), trace.served().route()) && is(query.target(), trace.served().target())
        && is(query.tenant(), trace.caller().tenant())
        && is(query.sessionId(), trace.caller().sessionId())
        && is(query.userId(), trace.caller().userId()) && (from == null || started >= from)
        && (to == null || started < to)
        && (query.failing() == null || query.failing() == scored.isFailing());
  }

  private static boolean is(@Nullable String wanted, @Nullable String value) {
    return wanted == null || wanted.equals(value);
  }
}
