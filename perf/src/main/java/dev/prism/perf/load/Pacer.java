package dev.prism.perf.load;

/// When each request of a constant rate is due. The times are fixed before the first request is sent,
/// so a slow reply can delay a request but not excuse it.
final class Pacer {
  private static final double NANOS = 1e9;
  private final long startNanos;
  private final double nanosApart;
  private long next;

  Pacer(long startNanos, double perSecond) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate above zero is wanted, not " + perSecond);
    }
    this.startNanos = startNanos;
    nanosApart = NANOS / perSecond;
  }

  /// When the next request is due.
  long dueNanos() {
    return startNanos + (long) (next * nanosApart);
  }

  /// Takes the next request: answers when it was due.
  long take() {
    long due = dueNanos();
    next++;
    return due;
  }

  boolean isDue(long nowNanos) {
    return dueNanos() - nowNanos <= 0;
  }

  /// Requests that are due within a duration.
  static long within(double perSecond, long nanos) {
    return Math.round(perSecond * nanos / NANOS);
  }
}
