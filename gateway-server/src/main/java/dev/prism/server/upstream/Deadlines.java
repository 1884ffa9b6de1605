package dev.prism.server.upstream;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One moving deadline on an event loop. Moving it further away costs a field write: the timer that is
/// already set looks again when it fires, and sleeps on if it came too early. One that comes late, since the
/// loop was busy, lets it first read what has come in the meantime: what is waited for may be there.
public final class Deadlines {
  private static final long LATE_NANOS = 10_000_000;

  private final EventLoop loop;
  private final Runnable onExpiry;
  private @Nullable Future<?> timer;
  private long timerNanos;
  private long deadlineNanos;
  private boolean armed;
  private boolean late;

  /// @param onExpiry runs on the loop when the deadline has passed; the deadline is then off
  public Deadlines(EventLoop loop, Runnable onExpiry) {
    this.loop = loop;
    this.onExpiry = onExpiry;
  }

  /// Sets the deadline this far from now; 0 switches it off.
  public void in(long millis) {
    if (millis == 0) {
      armed = false;
      return;
    }
    armed = true;
    late = false;
    long wait = TimeUnit.MILLISECONDS.toNanos(millis);
    deadlineNanos = System.nanoTime() + wait;
    Future<?> set = timer;
    if (set == null || timerNanos - deadlineNanos > 0) {
      if (set != null) {
        set.cancel(false);
      }
      schedule(wait);
    }
  }

  /// No deadline any more.
  public void stop() {
    armed = false;
    Future<?> set = timer;
    if (set != null) {
      set.cancel(false);
      timer = null;
    }
  }

  /// At the deadline, which is so far away.
  private void schedule(long waitNanos) {
    timerNanos = deadlineNanos;
    timer = loop.schedule(this::fire, waitNanos, TimeUnit.NANOSECONDS);
  }

  private void fire() {
    timer = null;
    if (!armed) {
      return;
    }
    long left = deadlineNanos - System.nanoTime();
    if (left > 0) {
      schedule(left);
      return;
    }
    if (-left > LATE_NANOS && !late) {
      late = true;
      schedule(0);
      return;
    }
    armed = false;
    onExpiry.run();
  }
}
