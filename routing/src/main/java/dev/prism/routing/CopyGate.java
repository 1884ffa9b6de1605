package dev.prism.routing;

import dev.prism.exchange.Cost;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Keeps one route's copies to one target within their concurrency and their budget.
public final class CopyGate {
  private static final double PICO_DOLLARS = 1e12;

  private final CopyStrategy settings;
  private final InstantSource clock;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicLong spentPicoDollars = new AtomicLong();
  private final LongAdder made = new LongAdder();
  private final LongAdder leftOut = new LongAdder();
  private volatile long day;

  CopyGate(CopyStrategy settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /// Whether there is room for one more, which is then taken.
  boolean tryEnter() {
    if (settings.usdPerDay() > 0 && spentToday() >= settings.usdPerDay() * PICO_DOLLARS) {
      leftOut.increment();
      return false;
    }
    if (running.incrementAndGet() > settings.concurrency()) {
      running.decrementAndGet();
      leftOut.increment();
      return false;
    }
    made.increment();
    return true;
  }

  void leave(@Nullable Cost cost) {
    running.decrementAndGet();
    if (cost != null) {
      spentToday();
      spentPicoDollars.addAndGet(cost.picoDollars());
    }
  }

  private long spentToday() {
    long today = TimeUnit.MILLISECONDS.toDays(clock.millis());
    if (today != day) {
      day = today;
      spentPicoDollars.set(0);
    }
    return spentPicoDollars.get();
  }

  public CopyStrategy settings() {
    return settings;
  }

  /// Copies under way.
  public int running() {
    return running.get();
  }

  /// Copies that were begun.
  public long made() {
    return made.sum();
  }

  /// Copies that there was no room or no money for.
  public long leftOut() {
    return leftOut.sum();
  }
}
