package dev.prism.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/// Keeps an outage from multiplying load: of one target's calls over the last ten seconds, repetitions
/// may be a tenth, or three where there is little traffic. What goes to another target is no repetition:
/// no target sees more than its requests and that tenth.
public final class RetryBudget {
  static final double FRACTION = 0.1;
  static final int FLOOR = 3;
  private static final int SECONDS = 10;
  private static final int COUNT_BITS = 20;
  private static final int SECOND_SHIFT = 2 * COUNT_BITS;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long SECOND_MASK = (1L << 24) - 1;

  private final LongSupplier nanoTime;
  private final long startNanos;
  /// By second modulo ten, each: the second (24 bits), first calls (20 bits), repetitions (20 bits).
  private final AtomicLongArray slots = new AtomicLongArray(SECONDS);

  RetryBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    startNanos = nanoTime.getAsLong();
  }

  /// A request calls the target for the first time.
  void request() {
    add(second(), 1L << COUNT_BITS);
  }

  /// Asks for a repetition, and takes it if there is one left. The lock is for retries only, so that two
  /// threads cannot take the same one.
  synchronized boolean tryRetry() {
    long now = second();
    if (retries(now) >= Math.max(FLOOR, (long) (FRACTION * requests(now)))) {
      return false;
    }
    add(now, 1);
    return true;
  }

  /// Repetitions that are left now.
  public long remaining() {
    long now = second();
    return Math.max(0, Math.max(FLOOR, (long) (FRACTION * requests(now))) - retries(now));
  }

  private long requests(long now) {
    return sum(now, COUNT_BITS);
  }

  private long retries(long now) {
    return sum(now, 0);
  }

  private long sum(long now, int shift) {
    long sum = 0;
    for (int i = 0; i < SECONDS; i++) {
      long slot = slots.get(i);
      if (((now - (slot >>> SECOND_SHIFT)) & SECOND_MASK) < SECONDS) {
        sum += (slot >>> shift) & COUNT_MASK;
      }
    }
    return sum;
  }

  private void add(long now, long unit) {
    int i = (int) (now % SECONDS);
    while (true) {
      long slot = slots.get(i);
      long base = (slot >>> SECOND_SHIFT) == now ? slot : now << SECOND_SHIFT;
      int shift = unit == 1 ? 0 : COUNT_BITS;
      if (((base >>> shift) & COUNT_MASK) == COUNT_MASK
          || slots.compareAndSet(i, slot, base + unit)) {
        return;
      }
    }
  }

  /// Starts at [#SECONDS], so that an empty slot is one of long ago; wraps after half a year.
  private long second() {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startNanos);
    return (seconds + SECONDS) & SECOND_MASK;
  }
}
