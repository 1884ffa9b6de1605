package dev.prism.incident.detect;

/// A detector that remembers one number, made of shortfalls in standard deviations, and alarms when it reaches a
/// threshold.
abstract sealed class RunningSum implements Detector permits Cusum, ShiryaevRoberts {
  private final double threshold;
  private final double[] state = new double[1];

  RunningSum(double threshold) {
    this.threshold = threshold;
  }

  /// The number after a score.
  ///
  /// @param z how far the score lies below the usual, in standard deviations
  abstract double next(double sum, double z, double weight);

  @Override
  public final boolean observe(double score, double weight, Reference reference) {
    state[0] = next(state[0], (reference.mean() - score) / reference.sigma(), weight);
    if (state[0] < threshold) {
      return false;
    }
    state[0] = 0;
    return true;
  }

  @Override
  public final boolean minuteEnds(Reference reference) {
    return false;
  }

  @Override
  public final double[] state() {
    return state;
  }
}
