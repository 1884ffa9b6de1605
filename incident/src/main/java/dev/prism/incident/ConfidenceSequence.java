package dev.prism.incident;

/// A confidence interval for a difference of means that holds at every look at once, however often one
/// looks: the asymptotic sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2021) for means, with
/// the two arms' variances combined. An approximation for fewer than a hundred scores of an arm.
final class ConfidenceSequence {
  /// Where the interval is narrowest, in scores of each arm.
  private static final double TIGHT_AT = 500;
  /// A constant arm has no variance, and is not that sure all the same.
  private static final double LEAST_VARIANCE = 1;

  private ConfidenceSequence() {}

  /// @param n        weighed number of scores
  /// @param mean     in points of 0 to 100
  /// @param variance of one score, in points squared
  record Arm(double n, double mean, double variance) {}

  /// @param estimate candidate minus stable, in points
  record Interval(double low, double estimate, double high) {}

  /// @param alpha the chance that the truth is ever outside
  static Interval difference(Arm stable, Arm candidate, double alpha) {
    double estimate = candidate.mean() - stable.mean();
    if (stable.n() < 2 || candidate.n() < 2) {
      return new Interval(Double.NEGATIVE_INFINITY, estimate, Double.POSITIVE_INFINITY);
    }
    double perScore = Math.max(LEAST_VARIANCE, stable.variance()) / stable.n()
        + Math.max(LEAST_VARIANCE, candidate.variance()) / candidate.n();
    double n = 2 * stable.n() * candidate.n() / (stable.n() + candidate.n());
    double rho2 = rhoSquared(alpha);
    double width = Math.sqrt(n * perScore) * Math
        .sqrt(2 * (n * rho2 + 1) / (n * n * rho2) * Math.log(Math.sqrt(n * rho2 + 1) / alpha));
    return new Interval(estimate - width, estimate, estimate + width);
  }

  private static double rhoSquared(double alpha) {
    double twice = 2 * Math.log(1 / alpha);
    return (twice + Math.log(twice + 1)) / TIGHT_AT;
  }
}
