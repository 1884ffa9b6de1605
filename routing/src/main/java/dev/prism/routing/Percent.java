package dev.prism.routing;

/// Shares from 0 to 100.
final class Percent {
  private Percent() {}

  /// @throws IllegalArgumentException if the value is none
  static void check(String key, double value) {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException(key + " must be between 0 and 100");
    }
  }
}
