package dev.prism.incident.detect;

/// What a stream's next score is compared with. Made of the past only; it changes at most once a minute.
///
/// @param mean       the usual mean at this hour, 0 to 1
/// @param tolerance  how far below it the mean may lie without being wrong, 0 to 1
/// @param sigma      standard deviation of one score, above 0
/// @param dispersion by how much of `sigma²` the variance of a minute's mean outgrows that of independent
///                   scores, per score of that minute; 0 where scores are independent
/// @param patience   how many minutes with scores one false alarm may take, on average, at least
public record Reference(
    double mean,
    double tolerance,
    double sigma,
    double dispersion,
    double patience) {
  private static final double LEAST_SIGMA = 0.005;

  public Reference {
    if (!(sigma >= 0) || !(dispersion >= 0) || !(patience >= 1) || !(tolerance >= 0)) {
      throw new IllegalArgumentException("no reference: sigma " + sigma + ", dispersion "
          + dispersion + ", patience " + patience + ", tolerance " + tolerance);
    }
    sigma = Math.max(sigma, LEAST_SIGMA);
  }

  /// The least mean that is still called usual.
  public double nullMean() {
    return Math.max(mean - tolerance, 0);
  }

  /// For differences between two arms, whose traffic wanders together.
  Reference withoutDispersion() {
    return dispersion == 0 ? this : new Reference(mean, tolerance, sigma, 0, patience);
  }
}
