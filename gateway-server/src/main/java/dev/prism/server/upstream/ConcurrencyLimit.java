package dev.prism.server.upstream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How many calls may wait for one provider's first word at once. The limit follows what is seen: while the
/// quickest answers stay as quick as they were, it grows; when even they take a fifth longer, a queue begins and
/// it stays; when they take half as long again, it shrinks to where they did not. What is seen is late by the
/// time that an answer takes, so a limit that grew until it hurt would always be too high.
///
/// The quickest of each window are compared, not the mean: a long prompt slows one answer, a queue all of
/// them. Streams that have begun do not count, since nothing waits for them. Below [#FLOOR] nothing is ever
/// refused. When the limit is near, a tenant gets no more than its share of
/// it; one that has little of it is let in even beyond.
public final class ConcurrencyLimit {
  static final int FLOOR = 64;
  static final int CEILING = 20_000;
  private static final double GROW_BELOW = 1.2;
  private static final double TOLERANCE = 1.5;
  private static final double GROWTH = 1.05;
  private static final int MIN_SAMPLES = 10;
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long AGE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger tenantsWaiting = new AtomicInteger();
  private final ConcurrentHashMap<String, AtomicInteger> byTenant = new ConcurrentHashMap<>();
  private final AtomicBoolean judging = new AtomicBoolean();
  private final AtomicInteger samples = new AtomicInteger();
  private volatile int limit = CEILING;
  private volatile long quickestNanos = Long.MAX_VALUE;
  private volatile int mostWaiting;
  private volatile long windowSince = System.nanoTime();
  private long baseline = Long.MAX_VALUE;
  private long olderBaseline = Long.MAX_VALUE;
  private long baselineSince = System.nanoTime();

  /// One call that waits. Ends once, whatever is called how often.
  public final class Permit {
    private final AtomicInteger share;
    private final long sinceNanos = System.nanoTime();
    private boolean over;

    private Permit(AtomicInteger share) {
      this.share = share;
    }

    /// The provider has begun to answer.
    public void answered() {
      if (!over) {
        release();
        sample(System.nanoTime());
      }
    }

    /// The call has ended without an answer, which says nothing about the provider's pace.
    public void release() {
      if (!over) {
        over = true;
        waiting.decrementAndGet();
        if (share.decrementAndGet() == 0) {
          tenantsWaiting.decrementAndGet();
        }
      }
    }

    private void sample(long now) {
      long took = now - sinceNanos;
      if (took < quickestNanos) {
        // Two loops may meet here; the loser's sample is missed, and another will come.
        quickestNanos = took;
      }
      if (samples.incrementAndGet() >= MIN_SAMPLES && now - windowSince > WINDOW_NANOS
          && judging.compareAndSet(false, true)) {
        try {
          judge(now);
        } finally {
          judging.set(false);
        }
      }
    }
  }

  /// Lets a call go to the provider; null when it may not.
  public @Nullable Permit acquire(String tenant) {
    int others = waiting.get();
    AtomicInteger share = byTenant.computeIfAbsent(tenant, _ -> new AtomicInteger());
    if (others >= FLOOR && isFull(others, share.get())) {
      return null;
    }
    int now = waiting.incrementAndGet();
    if (now > mostWaiting) {
      mostWaiting = now;
    }
    if (share.getAndIncrement() == 0) {
      tenantsWaiting.incrementAndGet();
    }
    return new Permit(share);
  }

  private boolean isFull(int others, int mine) {
    int most = limit;
    int tenants = tenantsWaiting.get() + (mine == 0 ? 1 : 0);
    if (others >= most) {
      // Who has hardly begun is let in all the same: others made the queue.
      return others >= 2 * most || tenants < 2 || mine >= most / (2 * tenants);
    }
    return tenants > 1 && others >= most - most / 5 && mine >= most / tenants;
  }

  private void judge(long now) {
    long quickest = quickestNanos;
    int most = Math.max(mostWaiting, FLOOR);
    samples.set(0);
    quickestNanos = Long.MAX_VALUE;
    mostWaiting = waiting.get();
    windowSince = now;
    if (now - baselineSince > AGE_NANOS) {
      olderBaseline = baseline;
      baseline = quickest;
      baselineSince = now;
    }
    baseline = Math.min(baseline, quickest);
    long usual = Math.min(baseline, olderBaseline);
    double expected = TOLERANCE * usual;
    if (quickest <= GROW_BELOW * usual) {
      limit = (int) Math.min(CEILING, limit * GROWTH + 1);
    } else if (quickest > expected) {
      double gradient = Math.max(0.5, expected / quickest);
      limit = (int) Math.max(FLOOR,
          Math.min(limit, most) * gradient + Math.sqrt(Math.min(limit, most)));
    }
  }

  /// The limit in force.
  public int limit() {
    return limit;
  }

  /// How many calls wait now.
  public int waiting() {
    return waiting.get();
  }
}
