package dev.prism.scanners;

import java.util.List;

/// Logistic over the features of a response and their products.
public final class GroundModel {
  private static final int INPUTS = GroundFeatures.SIZE * (GroundFeatures.SIZE + 3) / 2 + 1;

  private final double[] weights;
  private final double flag;
  private final double block;

  /// @param weights   of the inputs, in the order of [#inputs]
  /// @param flag  the margin that scores 0.5
  /// @param block the margin that scores 0.8
  public GroundModel(double[] weights, double flag, double block) {
    if (weights.length != INPUTS || !(block > flag)) {
      throw new IllegalArgumentException("no such model");
    }
    this.weights = weights.clone();
    this.flag = flag;
    this.block = block;
  }

  static GroundModel read(String resource) {
    List<String> lines = Resources.lines(resource);
    double[] weights = new double[INPUTS];
    for (int i = 0; i < INPUTS; i++) {
      weights[i] = Double.parseDouble(lines.get(i + 2));
    }
    return new GroundModel(weights, Double.parseDouble(lines.get(0)),
        Double.parseDouble(lines.get(1)));
  }

  /// One, the features, and each product of two of them.
  public static double[] inputs(double[] features) {
    double[] inputs = new double[INPUTS];
    int at = 0;
    inputs[at++] = 1;
    for (int i = 0; i < features.length; i++) {
      inputs[at++] = features[i];
      for (int j = i; j < features.length; j++) {
        inputs[at++] = features[i] * features[j];
      }
    }
    return inputs;
  }

  /// The larger, the less is the response supported.
  public double margin(double[] features) {
    double[] inputs = inputs(features);
    double sum = 0;
    for (int i = 0; i < inputs.length; i++) {
      sum += weights[i] * inputs[i];
    }
    return sum;
  }

  double score(double margin) {
    return 1 / (1 + Math.exp(-Math.log(4) / (block - flag) * (margin - flag)));
  }
}
