package dev.prism.server.upstream;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// How many calls may wait for one provider's first word at once, and whose. How many, [QueueWatch] finds from
/// what is seen. Streams that have begun do not count, since nothing waits for them. Below [#FLOOR] nothing is
/// ever refused. When the limit is near, a tenant gets no more than its share of it; one that has little of it
/// is let in even beyond.
public final class ConcurrencyLimit {
  static final int FLOOR = QueueWatch.FLOOR;
  static final int CEILING = QueueWatch.NO_LIMIT;
  private static final double NANOS = 1e9;

  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger tenantsWaiting = new AtomicInteger();
  private final ConcurrentHashMap<String, AtomicInteger> byTenant = new ConcurrentHashMap<>();
  private final QueueWatch watch = new QueueWatch(System.nanoTime() / NANOS);

  /// One call that waits. Ends once, whatever is called how often.
  public final class Permit {
    private final AtomicInteger share;
    private final int before;
    private boolean over;

    private Permit(AtomicInteger share, int before) {
      this.share = share;
      this.before = before;
    }

    /// Whether it waits no more.
    public boolean isOver() {
      return over;
    }

    /// The provider has begun to answer.
    ///
    /// @param providerNanos how long it took for that, 0 when it cannot be told
    public void answered(long providerNanos) {
      if (!over) {
        release();
        if (providerNanos > 0) {
          watch.answered(System.nanoTime(), providerNanos, before, waiting.get());
        }
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
  }

  /// Lets a call go to the provider; null when it may not.
  public @Nullable Permit acquire(String tenant) {
    int others = waiting.get();
    AtomicInteger share = byTenant.computeIfAbsent(tenant, _ -> new AtomicInteger());
    if (others >= FLOOR && isFull(others, share.get())) {
      return null;
    }
    waiting.incrementAndGet();
    if (share.getAndIncrement() == 0) {
      tenantsWaiting.incrementAndGet();
    }
    return new Permit(share, others);
  }

  private boolean isFull(int others, int mine) {
    int most = watch.limit();
    int tenants = tenantsWaiting.get() + (mine == 0 ? 1 : 0);
    if (others >= most) {
      // Who has hardly begun is let in all the same: others made the queue.
      return others >= 2 * most || tenants < 2 || mine >= most / (2 * tenants);
    }
    return tenants > 1 && others >= most - most / 5 && mine >= most / tenants;
  }

  /// The limit in force.
  public int limit() {
    return watch.limit();
  }

  /// How many calls wait now.
  public int waiting() {
    return waiting.get();
  }
}
