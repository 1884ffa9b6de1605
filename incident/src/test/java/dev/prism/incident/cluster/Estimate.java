package dev.prism.incident.cluster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// A mean with its 95 % interval, by drawing the cases anew a thousand times.
record Estimate(double mean, double low, double high, int cases) {
  static Estimate of(List<Double> values) {
    if (values.isEmpty()) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    Random random = new Random(17);
    double[] means = new double[1_000];
    for (int b = 0; b < means.length; b++) {
      double sum = 0;
      for (int i = 0; i < values.size(); i++) {
        sum += values.get(random.nextInt(values.size()));
      }
      means[b] = sum / values.size();
    }
    Arrays.sort(means);
    return new Estimate(values.stream().mapToDouble(Double::doubleValue).average().orElse(0),
        means[25], means[974], values.size());
  }

  @Override
  public String toString() {
    return cases == 0 ? "–" : String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", mean, low, high);
  }
}
