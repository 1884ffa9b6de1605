package dev.prism.incident.detect;

/// Page's cumulative sum of shortfalls in standard deviations, less a slack, never below nothing.
public final class Cusum implements Detector {
  private final DetectorSettings.CusumSettings settings;
  private final double[] state = new double[1];

  Cusum(DetectorSettings.CusumSettings settings) {
    this.settings = settings;
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    double z = (reference.mean() - score) / reference.sigma();
    state[0] = Math.max(state[0] + weight * (z - settings.slack()), 0);
    if (state[0] < settings.threshold()) {
      return false;
    }
    state[0] = 0;
    return true;
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    return false;
  }

  @Override
  public double[] state() {
    return state;
  }
}
