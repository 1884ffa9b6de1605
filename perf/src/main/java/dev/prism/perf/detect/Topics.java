package dev.prism.perf.detect;

import java.util.Arrays;

/// How often each topic is asked when the mix of topics moves the mean by so many points. The shares are tilted
/// exponentially by how well each topic is usually answered: the smallest change of the mix that moves the mean so
/// far.
final class Topics {
  static final int COUNT = 10;
  private static final int STEPS = 400;
  private static final double STEEPEST = 0.6;

  /// By tilt, from -STEEPEST to STEEPEST: the mean, and the cumulated shares.
  private final double[] moves = new double[STEPS + 1];
  private final double[][] cumulated = new double[STEPS + 1][COUNT];

  /// @param means of the usual model's scores, by topic, points
  Topics(double[] means) {
    double usual = Arrays.stream(means).average().orElse(0);
    for (int step = 0; step <= STEPS; step++) {
      double tilt = STEEPEST * (2.0 * step / STEPS - 1);
      double[] shares = new double[COUNT];
      for (int i = 0; i < COUNT; i++) {
        shares[i] = Math.exp(tilt * (means[i] - usual));
      }
      double all = Arrays.stream(shares).sum();
      double sum = 0;
      for (int i = 0; i < COUNT; i++) {
        moves[step] += shares[i] / all * (means[i] - usual);
        sum += shares[i] / all;
        cumulated[step][i] = sum;
      }
    }
  }

  /// @param moved how far the mean is to move, points; no further than the hardest and the easiest topic let it
  /// @param drawn 0 to 1
  int draw(double moved, double drawn) {
    int at = Arrays.binarySearch(moves, moved);
    int step = Math.min(at < 0 ? -at - 1 : at, STEPS);
    int nearest = step > 0 && moved - moves[step - 1] < moves[step] - moved ? step - 1 : step;
    double[] shares = cumulated[nearest];
    int topic = 0;
    while (topic < COUNT - 1 && shares[topic] < drawn) {
      topic++;
    }
    return topic;
  }
}
