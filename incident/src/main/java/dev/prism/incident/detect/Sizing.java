package dev.prism.incident.detect;

import java.time.Duration;

/// The rule of thumb for what a stream can see: with `D = (drop/sigma)²/2` per score a detector needs about
/// `(ln(A·D) − 1)/D` scores, `A` being the scores that one false alarm may take. Holds within about a third
/// for independent scores.
///
/// @param sigma      of a score, 0 to 1
/// @param tolerance  that is taken off the drop, 0 to 1
/// @param dispersion see [Reference#dispersion()]
/// @param patience   in minutes
/// @param perMinute  scores
public record Sizing(
    double sigma,
    double tolerance,
    double dispersion,
    double patience,
    double perMinute) {
  /// Longer than anybody waits.
  public static final Duration NEVER = Duration.ofDays(365);
  private static final double LEAST_EVIDENCE = 3;
  private static final int STEPS = 40;

  static Sizing of(Reference reference, double perMinute) {
    return new Sizing(reference.sigma(), reference.tolerance(), reference.dispersion(),
        reference.patience(), perMinute);
  }

  /// Until a lasting drop of so many points, 0 to 100, is seen; [#NEVER] for one below the tolerance.
  public Duration delay(double points) {
    double excess = points / 100 - tolerance;
    if (excess <= 0 || perMinute <= 0) {
      return NEVER;
    }
    double each = excess / sigma;
    double perScore = each * each / 2 / (1 + dispersion * perMinute);
    double evidence = Math.max(Math.log(patience * perMinute * perScore) - 1, LEAST_EVIDENCE);
    double minutes = evidence / perScore / perMinute;
    return minutes > NEVER.toMinutes() ? NEVER : Duration.ofSeconds(Math.round(minutes * 60));
  }

  /// The least drop, in points of 0 to 100, that is seen within that time; 100 if none is.
  public double leastPoints(Duration within) {
    double low = 0;
    double high = 100;
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (delay(middle).compareTo(within) <= 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
