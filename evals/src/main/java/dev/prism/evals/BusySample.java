package dev.prism.evals;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Chooses which exchanges of busy seconds are taken when there are more than may be. Each second is shared
/// out among the streams that were busy in the one before, what one does not need to the others, so that a
/// flood leaves the others theirs; of a stream with more, each exchange is taken with a chance, a power of a
/// half, which whoever keeps the exchange writes down. The chance depends on how many came before and not on
/// what the exchange is, so means that weigh by 1/chance stay true, also while traffic rises. One thread at a
/// time.
public final class BusySample {
  /// Below this chance nothing is gained: a thousandth of the traffic costs nothing.
  private static final int MOST_HALVINGS = 10;

  private final int mostPerSecond;
  private final int leastShare;
  private final RandomGenerator random;
  private final Map<String, Count> streams = new HashMap<>();
  private long second = Long.MIN_VALUE;
  private double share;

  private static final class Count {
    int before;
    int now;
  }

  /// @param mostPerSecond of all streams together, roughly; at least 1
  /// @param leastShare    of a stream, however many there are; 0 to hold to `mostPerSecond`
  public BusySample(int mostPerSecond, int leastShare, RandomGenerator random) {
    this.mostPerSecond = mostPerSecond;
    this.leastShare = leastShare;
    this.random = random;
    share = mostPerSecond;
  }

  /// How likely it is that the next exchange of the stream is taken, above 0 to 1.
  ///
  /// @param stream   what shares in a second as one, such as a route
  /// @param atSecond now, on any clock
  public double chance(String stream, long atSecond) {
    if (atSecond != second) {
      turn(atSecond);
    }
    Count count = streams.computeIfAbsent(stream, _ -> new Count());
    int expected = Math.max(++count.now, count.before);
    int halvings = 0;
    while (halvings < MOST_HALVINGS && share * (1 << halvings) < expected) {
      halvings++;
    }
    return 1.0 / (1 << halvings);
  }

  public boolean takes(double chance) {
    return chance >= 1 || random.nextDouble() < chance;
  }

  private void turn(long atSecond) {
    boolean next = atSecond == second + 1;
    streams.values().removeIf(count -> count.now == 0 || !next);
    for (Count count : streams.values()) {
      count.before = count.now;
      count.now = 0;
    }
    share = Math.max(leastShare, fairShare());
    second = atSecond;
  }

  /// What each may have at most, so that together they have no more than there is.
  private double fairShare() {
    int[] wanted = streams.values().stream().mapToInt(count -> count.before).sorted().toArray();
    double left = mostPerSecond;
    for (int i = 0; i < wanted.length; i++) {
      double each = left / (wanted.length - i);
      if (wanted[i] > each) {
        return each;
      }
      left -= wanted[i];
    }
    return wanted.length == 0 ? left : left + wanted[wanted.length - 1];
  }
}
