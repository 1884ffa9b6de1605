package dev.prism.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A clock that stands still until a test turns it. Counts in nanoseconds; safe for several threads.
public final class TestClock extends Clock {
  private final Instant start;
  private final AtomicLong elapsedNanos;
  private final ZoneId zone;

  private TestClock(Instant start, AtomicLong elapsedNanos, ZoneId zone) {
    this.start = start;
    this.elapsedNanos = elapsedNanos;
    this.zone = zone;
  }

  public static TestClock startingAt(Instant start) {
    return new TestClock(start, new AtomicLong(), ZoneOffset.UTC);
  }

  /// Starts at 2026-01-01T00:00:00Z.
  public static TestClock start() {
    return startingAt(Instant.parse("2026-01-01T00:00:00Z"));
  }

  /// Turns the clock forward.
  ///
  /// @throws IllegalArgumentException if `step` is negative
  public void advance(Duration step) {
    if (step.isNegative()) {
      throw new IllegalArgumentException("time does not run backwards: " + step);
    }
    elapsedNanos.addAndGet(step.toNanos());
  }

  public void advanceMillis(long millis) {
    advance(Duration.ofMillis(millis));
  }

  /// The same time as a stand-in for `System.nanoTime()`; begins at 0.
  public LongSupplier nanos() {
    return elapsedNanos::get;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(elapsedNanos.get());
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  @Override
  public Clock withZone(ZoneId other) {
    return new TestClock(start, elapsedNanos, other);
  }
}
