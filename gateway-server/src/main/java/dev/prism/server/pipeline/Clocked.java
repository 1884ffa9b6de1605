package dev.prism.server.pipeline;

/// When an exchange began, by both clocks.
///
/// @param startedNanos  as [System#nanoTime]
/// @param startedMicros since the epoch
record Clocked(long startedNanos, long startedMicros) {
  static Clocked now() {
    return new Clocked(System.nanoTime(), System.currentTimeMillis() * 1000);
  }

  long micros() {
    return (System.nanoTime() - startedNanos) / 1000;
  }

  /// Microseconds from the start to `nanos`, -1 when that never was.
  long microsUntil(long nanos) {
    return nanos == 0 ? -1 : (nanos - startedNanos) / 1000;
  }

  /// Whole seconds, of the clock that limits count by.
  static long second() {
    return System.nanoTime() / 1_000_000_000L;
  }
}
