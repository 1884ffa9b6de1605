package dev.prism.incident.detect;

/// Page's cumulative sum of shortfalls in standard deviations, less a slack, never below nothing.
final class Cusum extends RunningSum {
  private final double slack;

  Cusum(DetectorSettings.CusumSettings settings) {
    super(settings.threshold());
    slack = settings.slack();
  }

  @Override
  double next(double sum, double z, double weight) {
    return Math.max(sum + weight * (z - slack), 0);
  }
}
