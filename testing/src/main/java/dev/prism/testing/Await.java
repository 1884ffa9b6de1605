package dev.prism.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a fact, never longer than a limit.
public final class Await {
  private static final long POLL_NANOS = 500_000;

  private Await() {}

  /// @throws AssertionError if `fact` does not hold within `limit`
  public static void until(String what, Duration limit, BooleanSupplier fact) {
    if (!holds(limit, fact)) {
      throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
    }
  }

  /// Whether `fact` comes to hold within `limit`.
  public static boolean holds(Duration limit, BooleanSupplier fact) {
    long end = System.nanoTime() + limit.toNanos();
    while (!fact.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return fact.getAsBoolean();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }
}
