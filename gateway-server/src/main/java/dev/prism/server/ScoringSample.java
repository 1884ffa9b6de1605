package dev.prism.server;

import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Chooses which ordinary exchanges are scored when there are more than scoring may cost. Each second is
/// shared out among the routes that were busy in the one before, so that a flood on one leaves the others
/// theirs; a route with more gets each of its exchanges scored with a chance, a power of a half, and the
/// scores carry it. The chance depends on how many came before and not on what the exchange is, so means that
/// weigh by 1/chance stay true, also while traffic rises. One thread.
final class ScoringSample {
  /// Of a route, however many there are.
  private static final int LEAST_SHARE = 8;
  /// Below this chance nothing is gained: a thousandth of the traffic costs nothing.
  private static final int MOST_HALVINGS = 10;

  private final int mostPerSecond;
  private final RandomGenerator random;
  private final Map<String, Count> routes = new HashMap<>();
  private long second = Long.MIN_VALUE;
  private int share;

  private static final class Count {
    int before;
    int now;
  }

  /// @param mostPerSecond of all routes together, roughly; at least 1
  ScoringSample(int mostPerSecond, RandomGenerator random) {
    this.mostPerSecond = mostPerSecond;
    this.random = random;
    share = mostPerSecond;
  }

  /// How likely it is that the next exchange of the route is taken, above 0 to 1.
  double chance(String route, long atSecond) {
    if (atSecond != second) {
      turn(atSecond);
    }
    Count count = routes.computeIfAbsent(route, _ -> new Count());
    int expected = Math.max(++count.now, count.before);
    int halvings = 0;
    while (halvings < MOST_HALVINGS && (long) share << halvings < expected) {
      halvings++;
    }
    return 1.0 / (1 << halvings);
  }

  boolean takes(double chance) {
    return chance >= 1 || random.nextDouble() < chance;
  }

  private void turn(long atSecond) {
    boolean next = atSecond == second + 1;
    routes.values().removeIf(count -> count.now == 0 || !next);
    for (Count count : routes.values()) {
      count.before = count.now;
      count.now = 0;
    }
    share = Math.max(LEAST_SHARE, mostPerSecond / Math.max(1, routes.size()));
    second = atSecond;
  }
}
