package dev.prism.server.edge;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Looks at all connections and streams of one event loop, a few times a second. Its clock stands still
/// while the loop does: a pause of the gateway's own is not held against its clients.
final class PaceWatch {
  private static final long SHORTEST_TICK_MILLIS = 20;
  private static final long LONGEST_TICK_MILLIS = 500;
  private final List<ClientPace> watched = new ArrayList<>();
  private final EventExecutor loop;
  private final long tickMillis;
  private long lastTickNanos = System.nanoTime();
  private long nowMillis;

  PaceWatch(EventExecutor loop, ClientLimits limits) {
    this.loop = loop;
    tickMillis = Math.clamp(limits.shortestMillis() / 8, SHORTEST_TICK_MILLIS, LONGEST_TICK_MILLIS);
    loop.scheduleWithFixedDelay(this::tick, tickMillis, tickMillis, TimeUnit.MILLISECONDS);
  }

  EventExecutor loop() {
    return loop;
  }

  /// The watch's own time, as of its last look.
  long now() {
    return nowMillis;
  }

  void add(ClientPace pace) {
    pace.place(watched.size());
    watched.add(pace);
  }

  void remove(ClientPace pace) {
    int at = pace.place();
    if (at < 0) {
      return;
    }
    pace.place(-1);
    ClientPace last = watched.removeLast();
    if (last != pace) {
      watched.set(at, last);
      last.place(at);
    }
  }

  private void tick() {
    long nanos = System.nanoTime();
    long passed = TimeUnit.NANOSECONDS.toMillis(nanos - lastTickNanos);
    lastTickNanos = nanos;
    nowMillis += Math.min(passed, 2 * tickMillis);
    each(pace -> pace.check(nowMillis));
  }

  /// What is done to each may remove it and others: the one that then stands in its place was seen before.
  void each(Action action) {
    for (int i = watched.size() - 1; i >= 0; i--) {
      if (i < watched.size()) {
        action.on(watched.get(i));
      }
    }
  }

  /// Done to each connection and stream, on the loop.
  interface Action {
    void on(ClientPace pace);
  }
}
