package dev.prism.scanners.text;

import java.util.Arrays;

/// The features of one text with their values, each feature once.
public final class FeatureList {
  private final int[] features;
  private final float[] values;

  private FeatureList(int[] features, float[] values) {
    this.features = features;
    this.values = values;
  }

  /// The n-grams of folded text, which together weigh one.
  public static FeatureList of(char[] folded) {
    int[] grams = Ngrams.of(folded, 0, folded.length);
    Arrays.sort(grams);
    float unit = (float) (1 / Math.sqrt(Math.max(1, grams.length)));
    int[] features = new int[grams.length];
    float[] values = new float[grams.length];
    int size = 0;
    for (int gram : grams) {
      if (size == 0 || features[size - 1] != gram) {
        features[size++] = gram;
      }
      values[size - 1] += unit;
    }
    return new FeatureList(Arrays.copyOf(features, size), Arrays.copyOf(values, size));
  }

  /// What a buffer holds.
  public static FeatureList of(FeatureBuffer buffer) {
    long[] order = new long[buffer.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (long) buffer.feature(i) << 32 | i;
    }
    Arrays.sort(order);
    int[] features = new int[order.length];
    float[] values = new float[order.length];
    int size = 0;
    for (long entry : order) {
      int feature = (int) (entry >>> 32);
      if (size == 0 || features[size - 1] != feature) {
        features[size++] = feature;
      }
      values[size - 1] += buffer.value((int) entry);
    }
    return new FeatureList(Arrays.copyOf(features, size), Arrays.copyOf(values, size));
  }

  int size() {
    return features.length;
  }

  int feature(int index) {
    return features[index];
  }

  float value(int index) {
    return values[index];
  }

  /// The square of its length, the bias counted as one.
  double square() {
    double sum = 1;
    for (float value : values) {
      sum += value * value;
    }
    return sum;
  }

  /// @param w weights, the bias behind them
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
