package dev.prism.routing;

import java.util.Locale;
import java.util.Optional;

/// Compares a canary's arms. Pure.
final class CanaryVerdict {
  private CanaryVerdict() {}

  /// Why the candidate has to go, empty while it may stay.
  static Optional<String> of(Canary.Rollback limits, CanaryArms.Counts stable,
      CanaryArms.Counts candidate) {
    boolean enoughCalls = candidate.calls() >= limits.minimum()
        && stable.calls() >= limits.minimum();
    if (enoughCalls && limits.errorPoints() > 0
        && candidate.errorPercent() - stable.errorPercent() > limits.errorPoints()) {
      return reason("errors of the candidate %.1f %%, of the stable target %.1f %%",
          candidate.errorPercent(), stable.errorPercent());
    }
    if (enoughCalls && limits.latencyRatio() > 0 && stable.meanFirstTokenMillis() > 0 && candidate
        .meanFirstTokenMillis() > limits.latencyRatio() * stable.meanFirstTokenMillis()) {
      return reason("first token of the candidate after %.0f ms, of the stable target %.0f ms",
          candidate.meanFirstTokenMillis(), stable.meanFirstTokenMillis());
    }
    boolean enoughScores = candidate.scores() >= limits.minimum()
        && stable.scores() >= limits.minimum();
    if (enoughScores && limits.scoreDrop() > 0
        && stable.meanScore() - candidate.meanScore() > limits.scoreDrop()) {
      return reason("mean score of the candidate %.3f, of the stable target %.3f",
          candidate.meanScore(), stable.meanScore());
    }
    return Optional.empty();
  }

  private static Optional<String> reason(String format, double candidate, double stable) {
    return Optional.of(String.format(Locale.ROOT, format, candidate, stable));
  }
}
