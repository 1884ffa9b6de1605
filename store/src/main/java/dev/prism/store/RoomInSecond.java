package dev.prism.store;

/// So many in each second and no more. What began in an earlier second (a long stream that ends among short
/// answers, say) takes its place in the second that is counted now. One thread at a time.
final class RoomInSecond {
  private static final long MICROS = 1_000_000;
  /// A clock that was set back by more begins anew.
  private static final long LONGEST_SECONDS = 3_600;

  private long second = Long.MIN_VALUE / 2;
  private int taken;

  /// Whether there is room; it is taken then.
  ///
  /// @param startedMicros when it began, microseconds since the epoch
  /// @param most          at least 1
  boolean take(long startedMicros, int most) {
    long began = startedMicros / MICROS;
    if (began > second || began < second - LONGEST_SECONDS) {
      second = began;
      taken = 0;
    }
    return taken++ < most;
  }
}
