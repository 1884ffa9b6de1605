package dev.prism.incident.detect;

/// Shiryaev-Roberts with a Gaussian likelihood ratio for one size of drop.
public final class ShiryaevRoberts implements Detector {
  private final DetectorSettings.ShiryaevRobertsSettings settings;
  private final double[] state = new double[1];

  ShiryaevRoberts(DetectorSettings.ShiryaevRobertsSettings settings) {
    this.settings = settings;
  }

  @Override
  public boolean observe(double score, double weight, Reference reference) {
    double z = (reference.mean() - score) / reference.sigma();
    double design = settings.design();
    state[0] = (1 + state[0]) * Math.exp(weight * design * (z - design / 2));
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
