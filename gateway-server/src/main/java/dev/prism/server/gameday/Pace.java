package dev.prism.server.gameday;

import java.time.Duration;

/// How much of a night is played, and how fast. One for each night.
final class Pace {
  private static final int DAY = 1_440;
  /// So many minutes before the onset a gateway serves already.
  private static final int BEFORE = 5;
  private static final int BEFORE_IN_REAL_TIME = 1;

  private final int horizon;
  private final boolean real;
  private long liveMillis;
  private long liveNanos;

  private Pace(int horizon, boolean real) {
    this.horizon = horizon;
    this.real = real;
  }

  /// A day after the onset, as fast as it goes.
  static Pace virtual() {
    return new Pace(DAY, false);
  }

  /// @param minutes after the onset
  static Pace virtual(int minutes) {
    return new Pace(minutes, false);
  }

  /// Every request of so many minutes, each at its time.
  static Pace real(int minutes) {
    return new Pace(minutes, true);
  }

  /// Minutes after the onset that are played.
  int horizon() {
    return horizon;
  }

  /// The minute from which on a gateway serves.
  int liveFrom(Scenario scenario) {
    int before = real ? BEFORE_IN_REAL_TIME : BEFORE;
    return (scenario.isNull() ? scenario.minutes() : scenario.onset()) - before;
  }

  /// Whether every request of that minute is sent and not only those that say something.
  boolean isWhole(long millis) {
    return real && liveNanos != 0 && millis >= liveMillis;
  }

  /// From now on a gateway serves.
  void begin(long millis) {
    liveMillis = millis;
    liveNanos = System.nanoTime();
  }

  /// Waits, in real time, until it is that time of the night.
  void await(long millis) throws InterruptedException {
    if (real && liveNanos != 0) {
      long ahead = (millis - liveMillis) * 1_000_000 - (System.nanoTime() - liveNanos);
      if (ahead > 0) {
        Thread.sleep(Duration.ofNanos(ahead));
      }
    }
  }
}
