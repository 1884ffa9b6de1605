package dev.prism.incident.detect;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// How much better or worse than usual an answer to this request may be expected to be rated, by what is asked: the
/// mean of two linear regressions of past scores on the words of the questions, each of which learns from every other
/// score, stretched by as much as they expect too little (see [MixSlope]).
///
/// What is learnt comes into force when it is old: each hour on the first day, once a day after it, and only if
/// nothing was wrong with the route in that time; else it is unlearnt. So a drop that falls on some requests only is
/// not explained away while it is news. At each such change the level is kept: over the requests since the last
/// change the expectations have the same mean as before. Guards itself.
final class ExpectedScore {
  private static final int VERSION = 101;
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final int DAY = 24;
  private static final int LEAST_SCORES = 30;
  private static final double MOST = 0.25;
  private static final int SETTLED = 1_000;
  /// Of what is saved.
  private static final int BYTES = 2 * Integer.BYTES + 3 * Float.BYTES + 3 * Long.BYTES
      + MixSlope.BYTES + 2 * WordWeights.BYTES;

  private final WordWeights even = new WordWeights();
  private final WordWeights odd = new WordWeights();
  private final MixSlope slope = new MixSlope();
  private final float[] asked = new float[RequestWords.BUCKETS];
  private double stretch = 1;
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

  private double of(int[] words) {
    double both = (even.inForce(words) + odd.inForce(words)) / 2;
    return Math.clamp(stretch * both - level, -MOST, MOST);
  }

  /// Learns from a score of 0 to 1.
  ///
  /// @param words see [RequestWords]
  /// @return what was expected of it: above 0 where a better score than usual; -0.25 to 0.25
  synchronized double learn(int[] words, double score) {
    double by = of(words);
    expected += by;
    since++;
    learnt++;
    mean += (score - mean) / Math.min(learnt, SETTLED);
    double above = score - mean;
    double first = even.of(words);
    double second = odd.of(words);
    slope.learn(above, first, second);
    if (learnt % 2 == 0) {
      even.learn(words, above - first);
    } else {
      odd.learn(words, above - second);
    }
    for (int word : words) {
      asked[word]++;
    }
    return by;
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
      even.unlearn();
      odd.unlearn();
    } else {
      even.settle();
      odd.settle();
      stretch = slope.get();
      keepLevel();
      changedMillis = millis;
    }
    Arrays.fill(asked, 0);
    expected = 0;
    since = 0;
    hoursSince = 0;
    disturbed = false;
  }

  private void keepLevel() {
    double sum = 0;
    for (int word = 0; word < asked.length; word++) {
      sum += asked[word] * (even.inForce(word) + odd.inForce(word)) / 2;
    }
    level = (stretch * sum - expected) / since;
  }

  /// Takes over what another judge's scores have taught; how strict that one was does not count.
  synchronized void inherit(ExpectedScore other) {
    restore(other.save());
    learnt = 0;
  }

  /// When what is in force changed last, milliseconds since the epoch.
  synchronized long changedMillis() {
    return changedMillis;
  }

  /// What is in force, with what is needed to go on learning.
  synchronized byte[] save() {
    ByteBuffer to = ByteBuffer.allocate(BYTES);
    to.putInt(VERSION).putInt(hours);
    to.putFloat((float) level).putFloat((float) mean).putFloat((float) stretch);
    to.putLong(learnt).putLong(hour).putLong(changedMillis);
    slope.save(to);
    even.save(to);
    odd.save(to);
    return to.array();
  }

  /// @return false, and nothing restored, when it is of another version or cut short
  synchronized boolean restore(byte[] saved) {
    ByteBuffer from = ByteBuffer.wrap(saved);
    if (saved.length != BYTES || from.getInt() != VERSION) {
      return false;
    }
    hours = from.getInt();
    level = from.getFloat();
    mean = from.getFloat();
    stretch = from.getFloat();
    learnt = from.getLong();
    hour = from.getLong();
    changedMillis = from.getLong();
    slope.restore(from);
    even.restore(from);
    odd.restore(from);
    return true;
  }
}
