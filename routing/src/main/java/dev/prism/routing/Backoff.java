package dev.prism.routing;

/// How long to wait before the same target is called again. Pure.
final class Backoff {
  private static final long FIRST_MILLIS = 250;
  private static final long LONGEST_MILLIS = 5000;

  private Backoff() {}

  /// Doubles with each call; half of it is chance, so that those who failed together come back apart.
  /// What the provider asked for counts before that, with a little chance on top.
  ///
  /// @param calls       that the target has had, at least 1
  /// @param askedMillis of `Retry-After`, 0 for none
  /// @param random      from 0 to below 1
  static long millis(int calls, long askedMillis, double random) {
    if (askedMillis > 0) {
      return askedMillis + (long) (random * Math.min(askedMillis / 10.0, 1000.0));
    }
    long ceiling = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(calls - 1, 10));
    return ceiling / 2 + (long) (random * ceiling / 2.0);
  }
}
