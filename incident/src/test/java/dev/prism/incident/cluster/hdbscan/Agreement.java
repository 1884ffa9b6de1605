package dev.prism.incident.cluster.hdbscan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far two labellings group the same points together.
final class Agreement {
  private Agreement() {}

  /// The adjusted Rand index: 1 for the same groups, about 0 for chance.
  static double adjustedRand(int[] one, int[] other) {
    Map<List<Integer>, Long> both = new HashMap<>();
    Map<Integer, Long> first = new HashMap<>();
    Map<Integer, Long> second = new HashMap<>();
    for (int i = 0; i < one.length; i++) {
      both.merge(List.of(one[i], other[i]), 1L, Long::sum);
      first.merge(one[i], 1L, Long::sum);
      second.merge(other[i], 1L, Long::sum);
    }
    double together = pairs(both);
    double inFirst = pairs(first);
    double inSecond = pairs(second);
    double expected = inFirst * inSecond / (one.length * (one.length - 1) / 2.0);
    double most = (inFirst + inSecond) / 2;
    return most == expected ? 1 : (together - expected) / (most - expected);
  }

  private static double pairs(Map<?, Long> counts) {
    return counts.values().stream().mapToDouble(n -> n * (n - 1) / 2.0).sum();
  }
}
