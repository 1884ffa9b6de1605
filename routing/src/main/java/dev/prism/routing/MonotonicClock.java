package dev.prism.routing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/// A clock that starts at the epoch and never goes back, whatever is done to the machine's time. Good
/// for spans only.
final class MonotonicClock extends Clock {
  private final LongSupplier nanoTime;
  private final long start;

  MonotonicClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    start = nanoTime.getAsLong();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochSecond(0, nanoTime.getAsLong() - start);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
