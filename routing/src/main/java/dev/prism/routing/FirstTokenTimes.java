package dev.prism.routing;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/// How quick a target has been lately: a moving average that fades while nobody looks, so that a target
/// that once was slow gets another chance, and the last few hundred times for percentiles. Two threads
/// may overwrite each other's average now and then; it stays an average of true measurements.
final class FirstTokenTimes {
  private static final double WEIGHT_NANOS = 10e9;
  private static final double FADE_NANOS = 60e9;
  private static final long FAILURE_MILLIS = 5000;
  private static final int KEPT = 256;
  private static final int ENOUGH = 20;
  private static final long CACHE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final AtomicIntegerArray last = new AtomicIntegerArray(KEPT);
  private final AtomicInteger count = new AtomicInteger();
  private volatile double averageMillis;
  private volatile long measuredNanos;
  private volatile Cached cached = new Cached(-1, 0, 0);

  private record Cached(double percentile, long millis, long atNanos) {}

  FirstTokenTimes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void answered(long millis) {
    int bounded = (int) Math.max(0, Math.min(millis, Integer.MAX_VALUE));
    last.set(Math.floorMod(count.getAndIncrement(), KEPT), bounded);
    average(bounded);
  }

  /// A failure counts as slow: a target that fails at once must not look quick.
  void failed() {
    average(Math.max(FAILURE_MILLIS, averageMillis));
  }

  private void average(double millis) {
    long now = nanoTime.getAsLong();
    double kept = averageMillis == 0 ? 0 : Math.exp(-(now - measuredNanos) / WEIGHT_NANOS);
    // At least a little of each new one: many may end in the same moment.
    double share = Math.max(1 - kept, 0.05);
    averageMillis = averageMillis * (1 - share) + millis * share;
    measuredNanos = now;
  }

  /// 0 for a target that has never been measured, which so gets its chance first.
  double averageMillis() {
    return averageMillis == 0
        ? 0
        : averageMillis * Math.exp(-(nanoTime.getAsLong() - measuredNanos) / FADE_NANOS);
  }

  /// @param unmeasured what to answer while there are too few times
  long percentileMillis(double percentile, long unmeasured) {
    int measured = Math.min(count.get(), KEPT);
    if (measured < ENOUGH) {
      return unmeasured;
    }
    long now = nanoTime.getAsLong();
    Cached known = cached;
    if (known.percentile == percentile && now - known.atNanos < CACHE_NANOS) {
      return known.millis;
    }
    int[] times = new int[measured];
    for (int i = 0; i < measured; i++) {
      times[i] = last.get(i);
    }
    Arrays.sort(times);
    long millis = times[(int) Math.min(measured - 1, Math.ceil(percentile / 100 * measured) - 1)];
    cached = new Cached(percentile, millis, now);
    return millis;
  }
}
