package dev.prism.incident.notify;

import java.time.Duration;

/// Leaves a sink alone that keeps failing: after five failures in a row nothing is sent for a while, then one
/// delivery is tried. Each failed trial doubles the pause, up to five minutes. Belongs to one thread.
final class SinkBreaker {
  private static final int FAILURES = 5;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private int failures;
  private long pauseMillis = FIRST_PAUSE.toMillis();
  private long openUntilMillis;

  /// How many deliveries may be begun now.
  int allowed(long nowMillis, int wanted) {
    if (failures < FAILURES) {
      return wanted;
    }
    return nowMillis < openUntilMillis ? 0 : 1;
  }

  void succeeded() {
    failures = 0;
    pauseMillis = FIRST_PAUSE.toMillis();
  }

  void failed(long nowMillis) {
    failures++;
    if (failures >= FAILURES) {
      openUntilMillis = nowMillis + pauseMillis;
      pauseMillis = Math.min(pauseMillis * 2, LONGEST_PAUSE.toMillis());
    }
  }

  boolean isOpen() {
    return failures >= FAILURES;
  }
}
