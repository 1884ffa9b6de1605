package dev.prism.incident.cluster.hdbscan;

import java.util.Arrays;

/// Places with how many points lie at each. Holds the arrays that it was given; nobody may change them.
public final class WeightedPoints {
  private final double[][] places;
  private final int[] weights;

  /// @param places  vectors of one length
  /// @param weights at least 1 each
  public WeightedPoints(double[][] places, int[] weights) {
    if (places.length != weights.length || Arrays.stream(weights).anyMatch(w -> w < 1)) {
      throw new IllegalArgumentException("every place has a weight of at least 1");
    }
    this.places = places;
    this.weights = weights;
  }

  /// One point at each place.
  public static WeightedPoints of(double[][] places) {
    int[] weights = new int[places.length];
    Arrays.fill(weights, 1);
    return new WeightedPoints(places, weights);
  }

  int size() {
    return places.length;
  }

  int weight(int point) {
    return weights[point];
  }

  /// Euclidean.
  double distance(int one, int other) {
    double[] a = places[one];
    double[] b = places[other];
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] - b[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }
}
