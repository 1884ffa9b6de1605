package dev.prism.routing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// What is known about one model behind one credential: its breaker, retry budget, times and load.
public final class TargetHealth {
  private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final LongSupplier nanoTime;
  private final Breaker breaker;
  private final RetryBudget budget;
  private final FirstTokenTimes times;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile long usedNanos;

  TargetHealth(HealthKey key, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    breaker = new Breaker(key, nanoTime);
    budget = new RetryBudget(nanoTime);
    times = new FirstTokenTimes(nanoTime);
    usedNanos = nanoTime.getAsLong();
  }

  /// A call that a serving may make begins.
  void begin(boolean firstOfRequest) {
    inFlight.incrementAndGet();
    usedNanos = nanoTime.getAsLong();
    if (firstOfRequest) {
      budget.request();
    }
  }

  void end() {
    inFlight.decrementAndGet();
  }

  /// What a further call would have to wait for, roughly: the average time, as often as calls are under
  /// way already.
  double load() {
    return (times.averageMillis() + 1) * (inFlight.get() + 1);
  }

  /// Whether it can be forgotten without loss.
  boolean isIdle() {
    return inFlight.get() == 0 && nanoTime.getAsLong() - usedNanos > IDLE_NANOS
        && breaker.snapshot().hold() == Breaker.Hold.NONE;
  }

  public Breaker breaker() {
    return breaker;
  }

  public RetryBudget budget() {
    return budget;
  }

  FirstTokenTimes times() {
    return times;
  }

  /// The moving average of the time to first token, 0 when never measured.
  public double averageFirstTokenMillis() {
    return times.averageMillis();
  }

  /// Calls under way.
  public int inFlight() {
    return inFlight.get();
  }
}
