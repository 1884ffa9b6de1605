package dev.prism.incident.cluster;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// The textbook methods that ours is held against.
final class PlainMethods {
  private PlainMethods() {}

  /// Lloyd's algorithm from spread seeds (k-means++).
  static int[] kMeans(double[][] places, int k, Random random) {
    double[][] middles = new double[k][];
    double[] nearest = new double[places.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    middles[0] = places[random.nextInt(places.length)].clone();
    for (int m = 1; m < k; m++) {
      double sum = 0;
      for (int i = 0; i < places.length; i++) {
        double d = Vectors.distance(places[i], middles[m - 1]);
        nearest[i] = Math.min(nearest[i], d * d);
        sum += nearest[i];
      }
      double pick = random.nextDouble() * sum;
      int at = 0;
      while (at < places.length - 1 && pick > nearest[at]) {
        pick -= nearest[at];
        at++;
      }
      middles[m] = places[at].clone();
    }
    int[] labels = new int[places.length];
    for (int round = 0; round < 50; round++) {
      for (int i = 0; i < places.length; i++) {
        for (int m = 0; m < k; m++) {
          if (Vectors.distance(places[i], middles[m]) < Vectors.distance(places[i],
              middles[labels[i]])) {
            labels[i] = m;
          }
        }
      }
      for (int m = 0; m < k; m++) {
        int label = m;
        int[] members = IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
        if (members.length > 0) {
          double[] middle = new double[places[0].length];
          for (int i : members) {
            Vectors.add(middle, places[i], 1.0 / members.length);
          }
          middles[m] = middle;
        }
      }
    }
    return labels;
  }
}
