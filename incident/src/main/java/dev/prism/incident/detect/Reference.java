package dev.prism.incident.detect;

/// What a stream's next score is compared with. Made of the past only; it changes at most once a minute.
///
/// @param mean       the usual mean at this hour, 0 to 1
/// @param tolerance  how far below it the mean may lie without being wrong, 0 to 1
/// @param sigma      standard deviation of one score, above 0
/// @param dispersion by how much of `sigma²` the variance of a minute's mean outgrows that of independent
///                   scores, per score of that minute; 0 where scores are independent
/// @param patience   how many minutes with scores one false alarm may take, on average, at least
/// @param rare       of the answers that are rated worst
public record Reference(
    double mean,
    double tolerance,
    double sigma,
    double dispersion,
    double patience,
    Rare rare) {
  private static final double LEAST_SIGMA = 0.005;

  /// Of the answers rated worst, see [RareScores].
  ///
  /// @param most       the largest share of them that is still called usual, above 0 to 1; 1 where it is not
  ///                   watched
  /// @param dispersion as of the mean
  public record Rare(double most, double dispersion) {
    public static final Rare UNWATCHED = new Rare(1, 0);

    public Rare {
      if (!(most > 0 && most <= 1) || !(dispersion >= 0)) {
        throw new IllegalArgumentException("no share: " + most + ", dispersion " + dispersion);
      }
    }
  }

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
  Reference ofDifferences() {
    return new Reference(mean, tolerance, sigma, 0, patience, Rare.UNWATCHED);
  }

  /// With what is usual when nothing is told.
  Reference aboveTold(double drop) {
    return new Reference(mean + drop, tolerance, sigma, dispersion, patience, rare);
  }
}
