package dev.prism.routing;

import java.util.List;

/// Who gets a copy of a request beside the one who serves it. A copy never delays or fails the answer.
public sealed interface CopyStrategy permits Shadow, Mirror {
  /// The name of the target that gets the copy.
  String to();

  /// The share of requests that are copied, 0 to 1.
  double sample();

  /// Copies that may run at the same time; more are left out and counted.
  int concurrency();

  /// What copies may cost on one day in UTC, in US dollars; 0 for no limit.
  double usdPerDay();

  /// Whether the copy's answer is wanted (`shadow`), or drained and dropped (`mirror`).
  boolean keepsAnswer();

  /// The targets that it names, for validation.
  default List<String> copyNames() {
    return List.of(to());
  }

  /// @throws IllegalArgumentException if one is out of range
  static void check(double sample, int concurrency, double usdPerDay) {
    if (!(sample >= 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample must be between 0 and 1");
    }
    if (concurrency < 1 || concurrency > 10_000) {
      throw new IllegalArgumentException("concurrency must be between 1 and 10000");
    }
    if (!(usdPerDay >= 0)) {
      throw new IllegalArgumentException("usd-per-day must not be negative");
    }
  }
}
