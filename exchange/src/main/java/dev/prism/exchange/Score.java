package dev.prism.exchange;

import org.jspecify.annotations.Nullable;

/// How good one exchange was by one rubric. Scores of all sources count the same; they differ in who gave
/// them and in how likely the exchange was to be scored at all.
///
/// @param traceId     of the exchange, 32 hex digits
/// @param rubric      its name, such as `factual_grounding`
/// @param value       1 (worst) to 5 (best)
/// @param by          who gave it
/// @param probability that an exchange like this one was scored, above 0 to 1; a mean weighs by 1/probability
/// @param atMicros    when it was given, microseconds since the epoch
/// @param reason      a short stable code, such as `empty` or `cross_tenant`; null for none
/// @param explanation in words, of the judge or of the application; null for none. May quote the trace, so it
///                    goes where the trace's texts may go and nowhere else
public record Score(
    String traceId,
    String rubric,
    double value,
    By by,
    double probability,
    long atMicros,
    @Nullable String reason,
    @Nullable String explanation) {
  public static final double WORST = 1;
  public static final double BEST = 5;
  /// Below this a score speaks against the answer.
  public static final double FAILING_BELOW = 3;
  /// On the scale of 0 to 100.
  public static final double PERCENT_OF_A_MARK = 25;

  public Score {
    if (!(value >= WORST && value <= BEST)) {
      throw new IllegalArgumentException("a score is 1 to 5, not " + value);
    }
    if (!(probability > 0 && probability <= 1)) {
      throw new IllegalArgumentException("a probability is above 0 to 1, not " + probability);
    }
  }

  /// Who scores: the tier and, where it can change under the same name, exactly which version.
  ///
  /// @param id      such as `checks`, `support`, the judge's model, or what the application calls itself
  /// @param version of the rubric and its prompt (a hash); scores of two versions are never compared
  public record By(Kind kind, String id, String version) {
    /// Unique among judges: what a stream of scores is keyed by.
    public String key() {
      return id + "@" + version;
    }
  }

  /// The tiers, cheapest first, and the two sources from outside.
  public enum Kind {
    CHECK, LOCAL, JUDGE, CLUSTER_JUDGE, APPLICATION, HUMAN
  }

  /// The same on a scale of 0 to 100.
  public double percent() {
    return (value - WORST) * PERCENT_OF_A_MARK;
  }

  public boolean isFailing() {
    return value < FAILING_BELOW;
  }
}
