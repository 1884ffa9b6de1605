package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How much better or worse than usual an answer to this request may be expected to be rated, by what is asked: a
/// linear regression of past scores on the words of the questions. Each word's weight is estimated by itself (a
/// Kalman filter with a diagonal covariance), so a word that is seldom asked hardly counts.
///
/// What is learnt comes into force when it is old: each hour on the first day, once a day after it, and only if
/// nothing was wrong with the route in that time; else it is unlearnt. So a drop that falls on some requests only is
/// not explained away while it is news. At each such change the level is kept: over the requests since the last
/// change the expectations have the same mean as before. Guards itself.
final class ExpectedScore {
  private static final int VERSION = 100;
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final int DAY = 24;
  /// Variance of a word's weight before anything is known, by the variance of one score: a sixth of its standard
  /// deviation. And the least that stays, so that what was learnt long ago can still change.
  private static final float FIRST_VARIANCE = 1 / 36f;
  private static final float LEAST_VARIANCE = 1 / 2_000f;
  private static final int LEAST_SCORES = 30;
  private static final double MOST = 0.25;
  private static final double WEIGHT_STEPS = 20_000;
  private static final double VARIANCE_STEPS = 1_000_000;
  private static final int SETTLED = 1_000;
  /// Of what is saved.
  private static final int BYTES = 4 * Integer.BYTES + 3 * Long.BYTES
      + 2 * Short.BYTES * RequestWords.BUCKETS;

  private final float[] weights = new float[RequestWords.BUCKETS];
  private final float[] variances = new float[RequestWords.BUCKETS];
  private final float[] inForce = new float[RequestWords.BUCKETS];
  private final float[] asked = new float[RequestWords.BUCKETS];
  private double level;
  private double mean;
  private long learnt;
  private double expected;
  private int since;
  private long hour = -1;
  private int hours;
  private int hoursSince;
  private boolean disturbed;
  private long changedMillis;

  ExpectedScore() {
    Arrays.fill(variances, FIRST_VARIANCE);
  }

  /// @param words see [RequestWords]
  /// @return above 0 where a better score than usual is to be expected; -0.25 to 0.25
  synchronized double of(int[] words) {
    double sum = -level;
    for (int word : words) {
      sum += inForce[word];
    }
    return Math.clamp(sum, -MOST, MOST);
  }

  /// Learns from a score of 0 to 1.
  synchronized void learn(int[] words, double score) {
    expected += of(words);
    since++;
    learnt++;
    mean += (score - mean) / Math.min(learnt, SETTLED);
    double error = score - mean;
    double variance = 1;
    for (int word : words) {
      error -= weights[word];
      variance += variances[word];
    }
    for (int word : words) {
      double gain = variances[word] / variance;
      weights[word] += (float) (gain * error);
      variances[word] = Math.max((float) (variances[word] * (1 - gain)), LEAST_VARIANCE);
      asked[word]++;
    }
  }

  /// Something is wrong with the route: what is being learnt now shall not count.
  synchronized void disturb() {
    disturbed = true;
  }

  /// Tells the time.
  ///
  /// @return whether an hour has ended
  synchronized boolean turn(long millis) {
    long now = Math.floorDiv(millis, HOUR_MILLIS);
    if (now == hour) {
      return false;
    }
    boolean over = hour >= 0;
    hour = now;
    hours += over ? 1 : 0;
    hoursSince += over ? 1 : 0;
    return over;
  }

  /// Puts in force what has been learnt, or unlearns it, if it is time to. After [#turn].
  synchronized void settle(long millis) {
    if (since < LEAST_SCORES || (hours > DAY && hoursSince < DAY)) {
      return;
    }
    if (disturbed && hours > DAY) {
      System.arraycopy(inForce, 0, weights, 0, weights.length);
    } else {
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        inForce[i] = weights[i];
        sum += (double) weights[i] * asked[i];
      }
      level = (sum - expected) / since;
      changedMillis = millis;
    }
    Arrays.fill(asked, 0);
    expected = 0;
    since = 0;
    hoursSince = 0;
    disturbed = false;
  }

  /// When what is in force changed last, milliseconds since the epoch.
  synchronized long changedMillis() {
    return changedMillis;
  }

  /// What is in force, with what is needed to go on learning.
  synchronized byte[] save() {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(VERSION).putFloat((float) level).putFloat((float) mean).putLong(learnt);
    to.putLong(hour).putInt(hours).putLong(changedMillis);
    for (int i = 0; i < RequestWords.BUCKETS; i++) {
      to.putShort((short) Math.clamp(Math.round(inForce[i] * WEIGHT_STEPS), Short.MIN_VALUE,
          Short.MAX_VALUE));
      to.putShort((short) Math.round(variances[i] * VARIANCE_STEPS));
    }
    return to.array();
  }

  /// @return false, and nothing restored, when it is of another version or cut short
  synchronized boolean restore(byte[] saved) {
    ByteBuffer from = ByteBuffer.wrap(saved);
    if (saved.length != BYTES || from.getInt() != VERSION) {
      return false;
    }
    level = from.getFloat();
    mean = from.getFloat();
    learnt = from.getLong();
    hour = from.getLong();
    hours = from.getInt();
    changedMillis = from.getLong();
    for (int i = 0; i < RequestWords.BUCKETS; i++) {
      inForce[i] = (float) (from.getShort() / WEIGHT_STEPS);
      weights[i] = inForce[i];
      variances[i] = (float) (from.getShort() / VARIANCE_STEPS);
    }
    return true;
  }
}
