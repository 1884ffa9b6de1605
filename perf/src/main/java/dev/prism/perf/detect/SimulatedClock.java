package dev.prism.perf.detect;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/// A clock that a simulation sets. The first minute is Thursday's, at midnight.
public final class SimulatedClock extends Clock {
  private long millis;

  /// @param now milliseconds since the epoch
  public void set(long now) {
    millis = now;
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
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
