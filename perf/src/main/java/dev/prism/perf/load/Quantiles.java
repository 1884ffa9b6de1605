package dev.prism.perf.load;

import org.HdrHistogram.Histogram;

/// The shape of many durations, in microseconds.
public record Quantiles(double p50, double p90, double p99, double p999, double max) {
  public static final Quantiles NONE = new Quantiles(0, 0, 0, 0, 0);
  private static final double NANOS_PER_MICRO = 1000;

  static Quantiles of(Histogram nanos) {
    if (nanos.getTotalCount() == 0) {
      return NONE;
    }
    return new Quantiles(at(nanos, 50), at(nanos, 90), at(nanos, 99), at(nanos, 99.9),
        at(nanos, 100));
  }

  private static double at(Histogram nanos, double percentile) {
    return Math.round(nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO * 10) / 10.0;
  }
}
