package dev.prism.routing;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The circuit breaker of one target's health: resilience4j's state machine on a monotonic clock, with
/// two things added. A result counts only for the state in which its call was let through, so that a
/// slow call of before can neither close a half-open breaker nor give back a probe that it never took.
/// And an open breaker stays open as long as the provider's `Retry-After` asked for.
///
/// Recovery needs no one to select the target: the first call that asks after the open time is a probe.
public final class Breaker {
  /// No permit.
  static final int DENIED = -1;
  private static final long LONGEST_PAUSE_MILLIS = 600_000;

  private final HealthKey key;
  private final LongSupplier nanoTime;
  private final CircuitBreaker machine;
  /// Counts the changes of state.
  private final AtomicInteger epoch = new AtomicInteger();
  private final AtomicLong pausedUntilNanos;
  private volatile long openedNanos;
  private volatile Hold hold = Hold.NONE;

  /// What a person has set. `OPEN` and `CLOSED` hold until a reset.
  public enum Hold {
    NONE, OPEN, CLOSED
  }

  Breaker(HealthKey key, LongSupplier nanoTime) {
    this.key = key;
    this.nanoTime = nanoTime;
    pausedUntilNanos = new AtomicLong(nanoTime.getAsLong());
    openedNanos = nanoTime.getAsLong();
    machine = CircuitBreaker.of(key.id(), config(key.settings(), nanoTime));
    machine.getEventPublisher().onStateTransition(_ -> {
      openedNanos = nanoTime.getAsLong();
      epoch.incrementAndGet();
    });
  }

  /// The window is the synchronised one, which locks for some additions: the lock-free one of
  /// resilience4j 2.4.0 still counts, after a quiet time, what is older than the window.
  private static CircuitBreakerConfig config(BreakerSettings settings, LongSupplier nanoTime) {
    return CircuitBreakerConfig.custom()
        .slidingWindow((int) settings.window().toSeconds(), settings.minimum(),
            SlidingWindowType.TIME_BASED, SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
        .failureRateThreshold((float) settings.failureRate())
        .slowCallRateThreshold((float) settings.slowCallRate())
        .slowCallDurationThreshold(settings.slowCall())
        .waitDurationInOpenState(machineOpenFor(settings))
        .permittedNumberOfCallsInHalfOpenState(settings.probes())
        .writableStackTraceEnabled(false)
        .clock(new MonotonicClock(nanoTime))
        .build();
  }

  /// The machine lets probes through only after its time, not at it; so its time is a little shorter,
  /// and the exact one is kept here.
  private static Duration machineOpenFor(BreakerSettings settings) {
    Duration shorter = settings.openFor().minusMillis(1);
    return shorter.isPositive() ? shorter : Duration.ofMillis(1);
  }

  /// Asks to make a call; who gets a permit must tell how the call ended.
  ///
  /// @return the permit, or [#DENIED]
  int tryAcquire() {
    if (machine.getState() == CircuitBreaker.State.OPEN && openMillis() > 0) {
      return DENIED;
    }
    return machine.tryAcquirePermission() ? epoch.get() : DENIED;
  }

  /// The call ended well.
  void success(int permit, long firstTokenMillis) {
    if (permit == epoch.get()) {
      machine.onSuccess(firstTokenMillis, TimeUnit.MILLISECONDS);
    }
  }

  /// The call failed in a way that is the provider's fault.
  void failure(int permit) {
    if (permit == epoch.get()) {
      machine.onError(0, TimeUnit.MILLISECONDS, new Failed());
    }
  }

  /// A stream broke that had counted as a success when its first content came.
  void lateFailure() {
    if (machine.getState() == CircuitBreaker.State.CLOSED) {
      machine.onError(0, TimeUnit.MILLISECONDS, new Failed());
    }
  }

  /// The call says nothing about the provider: it was cancelled, or the request was at fault.
  void release(int permit) {
    if (permit == epoch.get()) {
      machine.releasePermission();
    }
  }

  /// The provider asked to be left alone. At most ten minutes count.
  void pause(long millis) {
    long until = nanoTime.getAsLong()
        + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, LONGEST_PAUSE_MILLIS));
    pausedUntilNanos.accumulateAndGet(until, (a, b) -> a - b > 0 ? a : b);
  }

  /// Whether the provider asked to be left alone now. A closed breaker lets calls through all the same,
  /// for the case that no other target can serve.
  boolean isPaused() {
    return pausedUntilNanos.get() - nanoTime.getAsLong() > 0;
  }

  boolean isClosed() {
    CircuitBreaker.State state = machine.getState();
    return state == CircuitBreaker.State.CLOSED || state == CircuitBreaker.State.METRICS_ONLY;
  }

  boolean isHalfOpen() {
    return machine.getState() == CircuitBreaker.State.HALF_OPEN;
  }

  /// How long until a call has a chance, in milliseconds; 0 when it has one now.
  long retryAfterMillis() {
    if (machine.getState() == CircuitBreaker.State.OPEN) {
      return openMillis();
    }
    return isClosed() ? 0 : key.settings().openFor().toMillis();
  }

  /// How long it stays open yet, rounded up.
  private long openMillis() {
    long now = nanoTime.getAsLong();
    long open = openedNanos + key.settings().openFor().toNanos() - now;
    long left = Math.max(open, pausedUntilNanos.get() - now);
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(left + 999_999));
  }

  /// Holds it open until a reset.
  public void open() {
    hold = Hold.OPEN;
    machine.transitionToForcedOpenState();
  }

  /// Holds it closed until a reset, whatever happens; calls are still counted.
  public void close() {
    hold = Hold.CLOSED;
    machine.transitionToMetricsOnlyState();
  }

  /// Closes it, forgets all counts, pauses and overrides, and lets it judge for itself again.
  public void reset() {
    hold = Hold.NONE;
    pausedUntilNanos.set(nanoTime.getAsLong());
    machine.reset();
  }

  public HealthKey key() {
    return key;
  }

  public BreakerSnapshot snapshot() {
    CircuitBreaker.Metrics metrics = machine.getMetrics();
    long pause = pausedUntilNanos.get() - nanoTime.getAsLong();
    return new BreakerSnapshot(key.id(), key.provider(), key.model(), state(), hold,
        new BreakerSnapshot.Counts(Math.max(0, metrics.getFailureRate()),
            Math.max(0, metrics.getSlowCallRate()), metrics.getNumberOfBufferedCalls(),
            metrics.getNumberOfFailedCalls(), metrics.getNumberOfNotPermittedCalls()),
        retryAfterMillis(), Math.max(0, TimeUnit.NANOSECONDS.toMillis(pause)));
  }

  /// Its state now. An open breaker whose time is up says `HALF_OPEN`: the next call is a probe.
  public BreakerSnapshot.State state() {
    return switch (machine.getState()) {
      case CLOSED, METRICS_ONLY, DISABLED -> BreakerSnapshot.State.CLOSED;
      case FORCED_OPEN -> BreakerSnapshot.State.OPEN;
      case HALF_OPEN -> BreakerSnapshot.State.HALF_OPEN;
      case OPEN ->
        retryAfterMillis() == 0 ? BreakerSnapshot.State.HALF_OPEN : BreakerSnapshot.State.OPEN;
    };
  }

  /// Stands for every failure: what went wrong is in the trace, the breaker only counts.
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed() {
      super("failed", null, false, false);
    }
  }
}
