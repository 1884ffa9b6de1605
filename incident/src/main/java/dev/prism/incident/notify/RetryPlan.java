package dev.prism.incident.notify;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/// When a failed delivery is tried again: after 2 seconds, then twice as long each time up to 10 minutes, half
/// of it at random so that gateways do not call together; and for a day at most.
///
/// @param random numbers from 0 to below 1
record RetryPlan(DoubleSupplier random) {
  static final Duration FOR = Duration.ofDays(1);
  private static final long FIRST_MILLIS = 2_000;
  private static final long LONGEST_MILLIS = 600_000;

  /// @param attempts that have failed, at least 1
  /// @param wanted   what the tool asked for, null for nothing
  long pauseMillis(int attempts, @Nullable Duration wanted) {
    long full = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempts - 1, 20));
    long jittered = full / 2 + (long) (full / 2.0 * random.getAsDouble());
    return wanted == null ? jittered : Math.max(jittered, wanted.toMillis());
  }
}
