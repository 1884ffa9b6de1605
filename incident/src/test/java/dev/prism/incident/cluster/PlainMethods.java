package dev.prism.incident.cluster;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// The textbook methods that ours is held against.
final class PlainMethods {
  private PlainMethods() {}

  /// Average link: merges the two groups of the least mean cosine distance while that is below `limit`.
  /// Groups of fewer than `fewest` are noise.
  static int[] averageLink(double[][] places, double limit, int fewest) {
    int size = places.length;
    double[][] distance = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        distance[i][j] = 1 - Vectors.dot(places[i], places[j]);
      }
    }
    int[] labels = IntStream.range(0, size).toArray();
    int[] count = new int[size];
    Arrays.fill(count, 1);
    boolean[] gone = new boolean[size];
    while (true) {
      int a = -1;
      int b = -1;
      double least = limit;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < i && !gone[i]; j++) {
          if (!gone[j] && distance[i][j] < least) {
            least = distance[i][j];
            a = j;
            b = i;
          }
        }
      }
      if (a < 0) {
        break;
      }
      for (int k = 0; k < size; k++) {
        double mean = (count[a] * distance[a][k] + count[b] * distance[b][k])
            / (count[a] + count[b]);
        distance[a][k] = mean;
        distance[k][a] = mean;
      }
      count[a] += count[b];
      gone[b] = true;
      int from = b;
      int to = a;
      Arrays.setAll(labels, i -> labels[i] == from ? to : labels[i]);
    }
    return Arrays.stream(labels).map(label -> count[label] < fewest ? -1 : label).toArray();
  }

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
