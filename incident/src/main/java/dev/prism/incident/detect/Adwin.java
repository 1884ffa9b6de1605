package dev.prism.incident.detect;

/// ADWIN (Bifet and Gavaldà 2007): a window that is cut where its older and newer parts have means that
/// differ by more than chance allows; a cut to a lower mean is an alarm. Looks once a minute, over an
/// exponential histogram of at most some thousand scores.
public final class Adwin implements Detector {
  private static final int LEVELS = 11;
  private static final int PER_LEVEL = 4;
  private static final int SLOTS = LEVELS * PER_LEVEL;
  private static final int LEAST = 32;

  private final DetectorSettings.AdwinSettings settings;
  /// Sums of the buckets, then of their squares, then how many buckets each level has. A bucket of level i
  /// holds 2^i scores; the newest of a level comes first.
  private final double[] state = new double[2 * SLOTS + LEVELS];

  Adwin(DetectorSettings.AdwinSettings settings) {
    this.settings = settings;
  }

  /// Takes each score as it is: the method has no weights.
  @Override
  public boolean observe(double score, double weight, Reference reference) {
    insert(0, score, score * score);
    return false;
  }

  private void insert(int level, double sum, double squares) {
    int from = level * PER_LEVEL;
    int count = (int) state[2 * SLOTS + level];
    if (count == PER_LEVEL) {
      int oldest = from + PER_LEVEL - 1;
      if (level + 1 < LEVELS) {
        insert(level + 1, state[oldest] + state[oldest - 1],
            state[SLOTS + oldest] + state[SLOTS + oldest - 1]);
        count -= 2;
      } else {
        count--;
      }
    }
    System.arraycopy(state, from, state, from + 1, Math.min(count, PER_LEVEL - 1));
    System.arraycopy(state, SLOTS + from, state, SLOTS + from + 1, Math.min(count, PER_LEVEL - 1));
    state[from] = sum;
    state[SLOTS + from] = squares;
    state[2 * SLOTS + level] = count + 1;
  }

  @Override
  public boolean minuteEnds(Reference reference) {
    double n = 0;
    double sum = 0;
    double squares = 0;
    for (int level = 0; level < LEVELS; level++) {
      for (int i = 0; i < state[2 * SLOTS + level]; i++) {
        n += 1L << level;
        sum += state[level * PER_LEVEL + i];
        squares += state[SLOTS + level * PER_LEVEL + i];
      }
    }
    if (n < LEAST) {
      return false;
    }
    double variance = Math.max(squares / n - sum / n * (sum / n), 0);
    return cut(n, sum, variance);
  }

  private boolean cut(double n, double sum, double variance) {
    double logs = Math.log(2 * Math.log(n) / settings.delta());
    double newer = 0;
    double newerSum = 0;
    for (int level = 0; level < LEVELS; level++) {
      for (int i = 0; i < state[2 * SLOTS + level]; i++) {
        newer += 1L << level;
        newerSum += state[level * PER_LEVEL + i];
        double older = n - newer;
        if (newer < 5 || older < 5) {
          continue;
        }
        double difference = (sum - newerSum) / older - newerSum / newer;
        double m = 1 / newer + 1 / older;
        double bound = Math.sqrt(2 * m * variance * logs) + 2.0 / 3 * m * logs;
        if (Math.abs(difference) > bound) {
          forgetOlderThan(level, i);
          return difference > 0;
        }
      }
    }
    return false;
  }

  private void forgetOlderThan(int level, int index) {
    state[2 * SLOTS + level] = index + 1;
    for (int above = level + 1; above < LEVELS; above++) {
      state[2 * SLOTS + above] = 0;
    }
  }

  @Override
  public double[] state() {
    return state;
  }
}
