package dev.prism.scanners.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Trains a linear model: L2-regularised, dual coordinate descent, classes balanced. Deterministic for a
/// seed; seconds for thousands of prompts.
public final class LinearTrainer {
  private final Loss loss;
  private final double cost;
  private final int rounds;
  private final Random random;
  private final List<Example> examples = new ArrayList<>();

  /// @param cost   of an error against the size of the weights; about 0.1 to 10
  /// @param rounds over the examples
  public LinearTrainer(Loss loss, double cost, int rounds, long seed) {
    this.loss = loss;
    this.cost = cost;
    this.rounds = rounds;
    random = new Random(seed);
  }

  /// @param weight how much an error on it counts
  public void add(FeatureList features, boolean positive, double weight) {
    examples.add(new Example(features, positive, weight, features.square()));
  }

  /// Weights for each feature, the bias behind them.
  public float[] train() {
    int size = 1 << NgramModel.BITS;
    float[] w = new float[size + 1];
    double[] alpha = new double[examples.size()];
    double balance = balance();
    Integer[] order = new Integer[examples.size()];
    Arrays.setAll(order, i -> i);
    for (int round = 0; round < rounds; round++) {
      shuffle(order);
      for (int i : order) {
        step(examples.get(i), i, w, alpha, balance);
      }
    }
    return w;
  }

  private void step(Example x, int i, float[] w, double[] alpha, double balance) {
    double c = cost * x.weight * (x.positive ? balance : 1);
    double y = x.positive ? 1 : -1;
    double old = alpha[i];
    alpha[i] = loss.next(old, y * x.features.dot(w), x.square, c);
    if (Math.abs(alpha[i] - old) > 1e-12) {
      x.features.addTo(w, (float) ((alpha[i] - old) * y));
    }
  }

  /// How many times the negatives outweigh the positives.
  private double balance() {
    double positive = 0;
    double negative = 0;
    for (Example x : examples) {
      if (x.positive) {
        positive += x.weight;
      } else {
        negative += x.weight;
      }
    }
    return positive == 0 ? 1 : negative / positive;
  }

  private void shuffle(Integer[] order) {
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      Integer other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
  }

  private record Example(FeatureList features, boolean positive, double weight, double square) {}
}
