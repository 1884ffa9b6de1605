package dev.prism.incident.cluster.hdbscan;

import java.util.Arrays;

/// How far each point must reach to have so many neighbours: small where it is dense. A point's own copies
/// are neighbours at distance 0.
final class CoreDistances {
  private CoreDistances() {}

  static double[] of(WeightedPoints points, int minSamples) {
    double[] core = new double[points.size()];
    double[] nearest = new double[minSamples];
    int[] weights = new int[minSamples];
    for (int i = 0; i < core.length; i++) {
      Arrays.fill(nearest, Double.POSITIVE_INFINITY);
      int known = 0;
      for (int j = 0; j < core.length; j++) {
        if (j != i) {
          known = keep(points.distance(i, j), points.weight(j), nearest, weights, known);
        }
      }
      core[i] = reach(nearest, weights, known, minSamples - (points.weight(i) - 1));
    }
    return core;
  }

  /// Keeps the nearest in order; so many as there are samples are enough, since each weighs at least 1.
  private static int keep(double distance, int weight, double[] nearest, int[] weights, int known) {
    if (distance >= nearest[nearest.length - 1]) {
      return known;
    }
    int at = Math.min(known, nearest.length - 1);
    while (at > 0 && nearest[at - 1] > distance) {
      nearest[at] = nearest[at - 1];
      weights[at] = weights[at - 1];
      at--;
    }
    nearest[at] = distance;
    weights[at] = weight;
    return Math.min(known + 1, nearest.length);
  }

  private static double reach(double[] nearest, int[] weights, int known, int wanted) {
    int left = wanted;
    double reach = 0;
    for (int i = 0; i < known && left > 0; i++) {
      reach = nearest[i];
      left -= weights[i];
    }
    return reach;
  }
}
