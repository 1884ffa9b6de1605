package dev.prism.routing;

import java.util.Locale;
import java.util.Optional;

/// Compares a canary's arms. Pure. It is asked after every call, so a difference must not only be over
/// its limit, but also too large for chance: three standard errors.
final class CanaryVerdict {
  private static final double STANDARD_ERRORS = 3;
  private static final double SMALLEST_ERROR = 1e-9;

  private final Canary.Rollback limits;
  private final CanaryArms.Counts stable;
  private final CanaryArms.Counts candidate;

  private CanaryVerdict(Canary.Rollback limits, CanaryArms.Counts stable,
      CanaryArms.Counts candidate) {
    this.limits = limits;
    this.stable = stable;
    this.candidate = candidate;
  }

  /// Why the candidate has to go, empty while it may stay.
  static Optional<String> of(Canary.Rollback limits, CanaryArms.Counts stable,
      CanaryArms.Counts candidate) {
    CanaryVerdict verdict = new CanaryVerdict(limits, stable, candidate);
    return verdict.ofErrors().or(verdict::ofLatency).or(verdict::ofScores);
  }

  private boolean enoughCalls() {
    return candidate.calls() >= limits.minimum() && stable.calls() >= limits.minimum();
  }

  private Optional<String> ofErrors() {
    double drop = candidate.errorShare() - stable.errorShare();
    if (!enoughCalls() || limits.errorPoints() == 0 || 100 * drop <= limits.errorPoints()) {
      return Optional.empty();
    }
    double pooled = (double) (candidate.errors() + stable.errors())
        / (candidate.calls() + stable.calls());
    double variance = pooled * (1 - pooled);
    return beyondChance(drop, variance / candidate.calls() + variance / stable.calls())
        ? reason("errors of the candidate %.1f %%, of the stable target %.1f %%",
            100 * candidate.errorShare(), 100 * stable.errorShare())
        : Optional.empty();
  }

  /// The limit on latency is a multiple, and the means are geometric: chance alone does not reach it.
  private Optional<String> ofLatency() {
    double slow = candidate.meanFirstTokenMillis();
    double usual = stable.meanFirstTokenMillis();
    return enoughCalls() && limits.latencyRatio() > 0 && usual > 0
        && slow > limits.latencyRatio() * usual
            ? reason("first token of the candidate after %.0f ms, of the stable target %.0f ms",
                slow, usual)
            : Optional.empty();
  }

  private Optional<String> ofScores() {
    boolean enough = candidate.scores() >= limits.minimum() && stable.scores() >= limits.minimum();
    double drop = stable.meanScore() - candidate.meanScore();
    return enough && limits.scoreDrop() > 0 && drop > limits.scoreDrop()
        && beyondChance(drop,
            candidate.scoreVariance() / candidate.scores()
                + stable.scoreVariance() / stable.scores())
                    ? reason("mean score of the candidate %.3f, of the stable target %.3f",
                        candidate.meanScore(), stable.meanScore())
                    : Optional.empty();
  }

  private static boolean beyondChance(double difference, double variance) {
    return difference > STANDARD_ERRORS * Math.max(SMALLEST_ERROR, Math.sqrt(variance));
  }

  private static Optional<String> reason(String format, double candidate, double stable) {
    return Optional.of(String.format(Locale.ROOT, format, candidate, stable));
  }
}
