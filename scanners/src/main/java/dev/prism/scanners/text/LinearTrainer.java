package dev.prism.scanners.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Trains a linear model: L2-regularised, squared hinge loss, dual coordinate descent (Hsieh and others,
/// 2008), classes balanced. Deterministic for a seed; seconds for thousands of prompts.
public final class LinearTrainer {
  private final double cost;
  private final int rounds;
  private final Random random;
  private final List<Example> examples = new ArrayList<>();

  /// @param cost   of an error against the size of the weights; about 0.1 to 10
  /// @param rounds over the examples
  public LinearTrainer(double cost, int rounds, long seed) {
    this.cost = cost;
    this.rounds = rounds;
    random = new Random(seed);
  }

  /// Adds the features of `text[from, to)`, which is folded.
  ///
  /// @param weight how much an error on it counts
  public void add(char[] text, int from, int to, boolean positive, double weight) {
    examples.add(Example.of(text, from, to, positive, weight));
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
    double diagonal = 0.5 / c;
    double gradient = y * x.dot(w) - 1 + diagonal * alpha[i];
    double old = alpha[i];
    double projected = old == 0 ? Math.min(gradient, 0) : gradient;
    if (Math.abs(projected) > 1e-9) {
      alpha[i] = Math.max(0, old - gradient / (x.square + diagonal));
      x.addTo(w, (float) ((alpha[i] - old) * y));
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

  private static final class Example {
    private final int[] features;
    private final float[] values;
    private final boolean positive;
    private final double weight;
    private final double square;

    private Example(int[] features, float[] values, boolean positive, double weight) {
      this.features = features;
      this.values = values;
      this.positive = positive;
      this.weight = weight;
      double sum = 1;
      for (float value : values) {
        sum += value * value;
      }
      square = sum;
    }

    static Example of(char[] text, int from, int to, boolean positive, double weight) {
      int[] sorted = Ngrams.of(text, from, to);
      Arrays.sort(sorted);
      int[] features = new int[sorted.length];
      float[] values = new float[sorted.length];
      int size = 0;
      float unit = (float) (1 / Math.sqrt(Math.max(1, sorted.length)));
      for (int feature : sorted) {
        if (size > 0 && features[size - 1] == feature) {
          values[size - 1] += unit;
        } else {
          features[size] = feature;
          values[size++] = unit;
        }
      }
      return new Example(Arrays.copyOf(features, size), Arrays.copyOf(values, size), positive,
          weight);
    }

    double dot(float[] w) {
      double sum = w[w.length - 1];
      for (int k = 0; k < features.length; k++) {
        sum += w[features[k]] * values[k];
      }
      return sum;
    }

    void addTo(float[] w, float step) {
      for (int k = 0; k < features.length; k++) {
        w[features[k]] += step * values[k];
      }
      w[w.length - 1] += step;
    }
  }
}
