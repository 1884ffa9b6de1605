package dev.prism.server.pipeline;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Shows the client of a held-back stream, and every proxy between, that its request is alive: a comment
/// after half of the idle limit that the route itself keeps, ten seconds at most, and again.
final class SignsOfLife {
  private static final long LONGEST_MILLIS = 10_000;

  private final EventLoop loop;
  private final Runnable sign;
  private final long everyMillis;
  private @Nullable Future<?> timer;

  /// @param idleMillis the idle limit, 0 for none
  /// @param sign       sends one; runs on the loop
  SignsOfLife(EventLoop loop, long idleMillis, Runnable sign) {
    this.loop = loop;
    this.sign = sign;
    everyMillis = idleMillis == 0 ? LONGEST_MILLIS : Math.clamp(idleMillis / 2, 1, LONGEST_MILLIS);
  }

  void start() {
    timer = loop.scheduleAtFixedRate(sign, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
  }

  /// May be called again, and before the start.
  void stop() {
    Future<?> set = timer;
    if (set != null) {
      set.cancel(false);
      timer = null;
    }
  }
}
