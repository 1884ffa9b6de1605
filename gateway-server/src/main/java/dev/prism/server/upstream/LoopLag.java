package dev.prism.server.upstream;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// How late an event loop is with what falls to it, told by a timer that fires too late. Heard and asked on
/// that loop.
final class LoopLag {
  private final long periodNanos;
  private final LongConsumer heard;
  private long due;
  private long last;

  private LoopLag(long periodNanos, LongConsumer heard) {
    this.periodNanos = periodNanos;
    this.heard = heard;
    due = System.nanoTime() + periodNanos;
  }

  /// @param heard gets every lateness, in nanoseconds
  static LoopLag of(EventExecutor loop, long periodMillis, LongConsumer heard) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(periodMillis);
    LoopLag lag = new LoopLag(nanos, heard);
    loop.scheduleWithFixedDelay(lag::tick, nanos, nanos, TimeUnit.NANOSECONDS);
    return lag;
  }

  private void tick() {
    long now = System.nanoTime();
    last = Math.max(0, now - due);
    due = now + periodNanos;
    heard.accept(last);
  }

  /// How long something that is read now may have lain there, at most and but for a period, in nanoseconds: the
  /// turn before this one and this one so far.
  long nanos() {
    return last + Math.max(0, System.nanoTime() - due);
  }
}
