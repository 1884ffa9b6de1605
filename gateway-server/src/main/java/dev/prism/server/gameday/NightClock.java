package dev.prism.server.gameday;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/// The clock of a night, which stands still until it is set.
final class NightClock extends Clock {
  private final AtomicLong millis;

  NightClock(long startMillis) {
    millis = new AtomicLong(startMillis);
  }

  /// Never goes back.
  void set(long now) {
    millis.accumulateAndGet(now, Math::max);
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
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
