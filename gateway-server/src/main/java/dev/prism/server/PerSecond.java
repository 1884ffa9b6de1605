package dev.prism.server;

/// So many in each second and no more. One thread.
final class PerSecond {
  private final int most;
  private long second = Long.MIN_VALUE;
  private int taken;

  /// @param most at least 1
  PerSecond(int most) {
    this.most = most;
  }

  /// Whether there is room in this second; it is taken then.
  boolean take(long now) {
    if (now != second) {
      second = now;
      taken = 0;
    }
    return taken++ < most;
  }
}
