package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What each word of a question does to its answer's score: a linear regression in which each word's weight is
/// estimated by itself (a Kalman filter with a diagonal covariance), so a word that is seldom asked hardly counts.
/// Not synchronized.
final class WordWeights {
  /// Of what is saved.
  static final int BYTES = 2 * Short.BYTES * RequestWords.BUCKETS;
  /// Variance of a word's weight before anything is known, by the variance of one score: a quarter of its standard
  /// deviation. And the least that stays, so that what was learnt long ago can still change.
  private static final float FIRST_VARIANCE = 1 / 18f;
  private static final float LEAST_VARIANCE = 1 / 2_000f;
  private static final double WEIGHT_STEPS = 20_000;
  private static final double VARIANCE_STEPS = 500_000;

  private final float[] weights = new float[RequestWords.BUCKETS];
  private final float[] variances = new float[RequestWords.BUCKETS];
  private final float[] inForce = new float[RequestWords.BUCKETS];

  WordWeights() {
    Arrays.fill(variances, FIRST_VARIANCE);
  }

  /// By what has been learnt so far.
  double of(int[] words) {
    return sum(weights, words);
  }

  /// By what is in force.
  double inForce(int[] words) {
    return sum(inForce, words);
  }

  private static double sum(float[] of, int[] words) {
    double sum = 0;
    for (int word : words) {
      sum += of[word];
    }
    return sum;
  }

  /// The weight in force of one word.
  double inForce(int word) {
    return inForce[word];
  }

  /// @param error by how much the score lay above what these words let expect, see [#of]
  void learn(int[] words, double error) {
    double variance = 1;
    for (int word : words) {
      variance += variances[word];
    }
    for (int word : words) {
      double gain = variances[word] / variance;
      weights[word] += (float) (gain * error);
      variances[word] = Math.max((float) (variances[word] * (1 - gain)), LEAST_VARIANCE);
    }
  }

  /// What has been learnt comes into force.
  void settle() {
    System.arraycopy(weights, 0, inForce, 0, weights.length);
  }

  /// What has been learnt since the last time does not count.
  void unlearn() {
    System.arraycopy(inForce, 0, weights, 0, weights.length);
  }

  void save(ByteBuffer to) {
    for (int i = 0; i < weights.length; i++) {
      to.putShort((short) Math.clamp(Math.round(inForce[i] * WEIGHT_STEPS), Short.MIN_VALUE,
          Short.MAX_VALUE));
      to.putShort((short) Math.round(variances[i] * VARIANCE_STEPS));
    }
  }

  void restore(ByteBuffer from) {
    for (int i = 0; i < weights.length; i++) {
      inForce[i] = (float) (from.getShort() / WEIGHT_STEPS);
      weights[i] = inForce[i];
      variances[i] = (float) (from.getShort() / VARIANCE_STEPS);
    }
  }
}
