package dev.prism.scanners.text;

/// A linear model over hashed n-grams, and how its margin becomes a score.
///
/// A text is cut into strides; two neighbours make a window, and the window with the largest margin
/// speaks for the text, so that a sentence hidden in a long prompt is not averaged away. The score is 0.5
/// where one everyday text in a hundred lies above, 0.8 where one in four hundred does (both by
/// cross-validation, kept with the model).
public final class NgramModel {
  /// Bits of a feature's number.
  public static final int BITS = 18;
  static final int STRIDE = 256;

  private final byte[] weights;
  private final float scale;
  private final float bias;
  private final float flagMargin;
  private final float blockMargin;
  /// Log-odds for one step of the margin.
  private final double slope;

  /// @param weights     one for each feature, in units of `scale`
  /// @param flagMargin  the margin that scores 0.5
  /// @param blockMargin the margin that scores 0.8, above `flagMargin`
  public NgramModel(byte[] weights, float scale, float bias, float flagMargin, float blockMargin) {
    if (weights.length != 1 << BITS || !(blockMargin > flagMargin)) {
      throw new IllegalArgumentException("no such model");
    }
    this.weights = weights.clone();
    this.scale = scale;
    this.bias = bias;
    this.flagMargin = flagMargin;
    this.blockMargin = blockMargin;
    slope = Math.log(4) / (blockMargin - flagMargin);
  }

  int weight(int feature) {
    return weights[feature];
  }

  /// The margin of a window with this sum of weights over this many features.
  float margin(int sum, int features) {
    return features == 0 ? bias : bias + scale * sum / (float) Math.sqrt(features);
  }

  /// The margin of a text that is one window.
  public float margin(FeatureList features) {
    float sum = 0;
    for (int i = 0; i < features.size(); i++) {
      sum += weights[features.feature(i)] * features.value(i);
    }
    return bias + scale * sum;
  }

  /// As [#margin(FeatureList)].
  public float margin(FeatureBuffer features) {
    float sum = 0;
    for (int i = 0; i < features.size(); i++) {
      sum += weights[features.feature(i)] * features.value(i);
    }
    return bias + scale * sum;
  }

  /// A margin as a score in `[0, 1]`: linear in the log-odds through both thresholds.
  public double score(float margin) {
    return 1 / (1 + Math.exp(-slope * (margin - flagMargin)));
  }

  public int size() {
    return weights.length;
  }

  float scale() {
    return scale;
  }

  float bias() {
    return bias;
  }

  float flagMargin() {
    return flagMargin;
  }

  float blockMargin() {
    return blockMargin;
  }
}
