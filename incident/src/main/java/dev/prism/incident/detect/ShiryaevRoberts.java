package dev.prism.incident.detect;

/// Shiryaev-Roberts with a Gaussian likelihood ratio for one size of drop.
final class ShiryaevRoberts extends RunningSum {
  private final double design;

  ShiryaevRoberts(DetectorSettings.ShiryaevRobertsSettings settings) {
    super(settings.threshold());
    design = settings.design();
  }

  @Override
  double next(double sum, double z, double weight) {
    return (1 + sum) * Math.exp(weight * design * (z - design / 2));
  }
}
