package dev.prism.perf.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// Collects durations to three digits, from one microsecond to ten minutes; longer ones count as that.
final class Durations {
  private static final long LONGEST_NANOS = Duration.ofMinutes(10).toNanos();
  private final Histogram nanos = new Histogram(1000, LONGEST_NANOS, 3);

  void add(long durationNanos) {
    nanos.recordValue(Math.clamp(durationNanos, 0, LONGEST_NANOS));
  }

  void clear() {
    nanos.reset();
  }

  Quantiles quantiles() {
    return Quantiles.of(nanos);
  }
}
