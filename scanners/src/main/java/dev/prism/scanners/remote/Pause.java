package dev.prism.scanners.remote;

import java.util.concurrent.TimeUnit;

/// Leaves a service alone for some seconds once it has failed several times in a row; then one question
/// goes through to see.
final class Pause {
  private static final int FAILURES = 5;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(10);
  private int failures;
  private long until;

  /// @throws IllegalStateException while the service is left alone
  synchronized void check(String name) {
    if (failures >= FAILURES) {
      long now = System.nanoTime();
      if (now - until < 0) {
        throw new IllegalStateException(name + " keeps failing and is left alone");
      }
      until = now + NANOS;
    }
  }

  synchronized void failed() {
    failures++;
    until = System.nanoTime() + NANOS;
  }

  synchronized void succeeded() {
    failures = 0;
  }
}
