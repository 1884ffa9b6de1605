package dev.prism.server.pipeline;

import java.util.Arrays;

/// How much was used in the last minute, second by second. Several event loops share it; each call is a
/// few additions under a lock that is never held for longer.
final class SlidingWindow {
  private static final int SECONDS = 60;
  private final long limit;
  private final String limitText;
  private final long[] used = new long[SECONDS];
  private long newest;
  private long total;

  /// @param limit per minute, at least 1
  SlidingWindow(long limit) {
    this.limit = limit;
    limitText = Long.toString(limit);
  }

  /// The limit as a header says it.
  String limitText() {
    return limitText;
  }

  /// Takes `amount` at `second` if it fits; otherwise takes nothing and answers false.
  synchronized boolean take(long amount, long second) {
    advance(second);
    if (total + amount > limit) {
      return false;
    }
    used[slot(second)] += amount;
    total += amount;
    return true;
  }

  /// Corrects what was taken at `second`, up or down; what has left the window needs no correction.
  synchronized void adjust(long change, long second, long now) {
    advance(now);
    if (newest - second < SECONDS) {
      long corrected = Math.max(change, -used[slot(second)]);
      used[slot(second)] += corrected;
      total += corrected;
    }
  }

  synchronized long remaining(long second) {
    advance(second);
    return Math.max(0, limit - total);
  }

  /// Seconds until `amount` fits, at least 1; a minute when it never will.
  synchronized long secondsUntil(long amount, long second) {
    advance(second);
    long free = limit - total;
    for (int age = SECONDS - 1; age >= 0; age--) {
      if (free >= amount) {
        return Math.max(1L, SECONDS - 1L - age);
      }
      free += used[slot(newest - age)];
    }
    return SECONDS;
  }

  /// Seconds until the window is empty, 0 when it is.
  synchronized long secondsUntilEmpty(long second) {
    advance(second);
    for (int age = 0; age < SECONDS; age++) {
      if (used[slot(newest - age)] > 0) {
        return (long) SECONDS - age;
      }
    }
    return 0;
  }

  private void advance(long second) {
    if (second - newest >= SECONDS) {
      Arrays.fill(used, 0);
      total = 0;
      newest = second;
    }
    while (newest < second) {
      newest++;
      total -= used[slot(newest)];
      used[slot(newest)] = 0;
    }
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SECONDS);
  }
}
