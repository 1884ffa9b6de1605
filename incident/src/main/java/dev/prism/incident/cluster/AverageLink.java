package dev.prism.incident.cluster;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Groups by mean distance: merges the two groups of the least mean cosine distance while that is below a
/// limit. Time in the cube of the points, so for a few hundred only.
final class AverageLink {
  private final double[][] distance;
  private final int[] labels;
  private final int[] weights;
  private final boolean[] gone;

  private AverageLink(double[][] places, int[] weights) {
    int size = places.length;
    this.weights = weights.clone();
    labels = IntStream.range(0, size).toArray();
    gone = new boolean[size];
    distance = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        distance[i][j] = 1 - Vectors.dot(places[i], places[j]);
      }
    }
  }

  /// The group of each place, -1 where it has fewer points than `fewest`.
  ///
  /// @param places  of unit length
  /// @param weights how many points lie at each
  static int[] labels(double[][] places, int[] weights, double limit, int fewest) {
    AverageLink link = new AverageLink(places, weights);
    while (link.mergeNearest(limit)) {
      // Until no two groups are near.
    }
    return Arrays.stream(link.labels)
        .map(label -> link.weights[label] < fewest ? -1 : label)
        .toArray();
  }

  private boolean mergeNearest(double limit) {
    int one = -1;
    int other = -1;
    double least = limit;
    for (int i = 0; i < gone.length; i++) {
      for (int j = 0; j < i && !gone[i]; j++) {
        if (!gone[j] && distance[i][j] < least) {
          least = distance[i][j];
          one = j;
          other = i;
        }
      }
    }
    if (one >= 0) {
      merge(one, other);
    }
    return one >= 0;
  }

  private void merge(int into, int from) {
    for (int k = 0; k < gone.length; k++) {
      double mean = (weights[into] * distance[into][k] + weights[from] * distance[from][k])
          / (weights[into] + weights[from]);
      distance[into][k] = mean;
      distance[k][into] = mean;
    }
    weights[into] += weights[from];
    gone[from] = true;
    Arrays.setAll(labels, i -> labels[i] == from ? into : labels[i]);
  }
}
