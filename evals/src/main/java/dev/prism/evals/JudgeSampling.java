package dev.prism.evals;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TraceRecord;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Which exchanges the judge scores, and how likely that was: a share of each route, chosen by the trace id,
/// so that every rubric and every node chooses the same; a larger one where a detector suspects something;
/// and all that rails had something to say about, or that a canary's candidate answered. Safe for several
/// threads.
public final class JudgeSampling {
  private static final int BITS = 28;
  private static final int MOST_WARM = 10_000;

  private final Predicate<TraceRecord> isCandidate;
  private final Clock clock;
  private final Map<String, Long> warmUntilMillis = new ConcurrentHashMap<>();

  /// @param isCandidate whether a canary's candidate answered
  public JudgeSampling(Predicate<TraceRecord> isCandidate, Clock clock) {
    this.isCandidate = isCandidate;
    this.clock = clock;
  }

  /// A detector suspects something on this route.
  public void warm(String route, long forMillis) {
    if (warmUntilMillis.size() < MOST_WARM || warmUntilMillis.containsKey(route)) {
      warmUntilMillis.put(route, clock.millis() + forMillis);
    }
  }

  /// How likely an exchange like this one is scored.
  double probability(TraceRecord trace, JudgeSettings settings) {
    if (trace.rails().stream().anyMatch(RailVerdict::found) || isCandidate.test(trace)) {
      return 1;
    }
    Long until = warmUntilMillis.get(trace.served().route());
    if (until == null) {
      return settings.sample();
    }
    if (until > clock.millis()) {
      return Math.max(settings.sample(), settings.warmSample());
    }
    warmUntilMillis.remove(trace.served().route(), until);
    return settings.sample();
  }

  static boolean isChosen(String traceId, double probability) {
    int bits = 0;
    for (int i = Math.max(0, traceId.length() - BITS / 4); i < traceId.length(); i++) {
      bits = (bits << 4) | (Character.digit(traceId.charAt(i), 16) & 15);
    }
    return bits < probability * (1 << BITS);
  }
}
