package dev.prism.routing;

import java.util.List;

/// Whom to call for one request.
///
/// @param order            the targets, best first; never empty
/// @param atOnce           how many start together, at least 1
/// @param hedgeAfterMillis start one more each time this long passes without an answer; -1 for never
public record Lineup(List<Target> order, int atOnce, long hedgeAfterMillis) {
  /// One, and the next one when it fails.
  static Lineup chain(List<Target> order) {
    return new Lineup(order, 1, -1);
  }

  /// All together.
  static Lineup race(List<Target> order) {
    return new Lineup(order, order.size(), -1);
  }

  /// One, and the next one beside it when it is slow.
  static Lineup hedged(List<Target> order, long afterMillis) {
    return new Lineup(order, 1, Math.max(1, afterMillis));
  }

  boolean races() {
    return atOnce > 1 || hedgeAfterMillis >= 0;
  }
}
