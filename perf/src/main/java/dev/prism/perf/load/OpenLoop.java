package dev.prism.perf.load;

import dev.prism.exchange.SseEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// Sends at fixed times. A request that finds no free connection waits in line with the time it was
/// due, and its latency counts from then.
final class OpenLoop implements Traffic {
  /// How long after the window its last replies may still come.
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private final Load.Open load;
  private final Wire wire;
  private final Tally tally = new Tally();
  private final ArrayDeque<LoadConnection> free = new ArrayDeque<>();
  private final List<LoadConnection> all = new ArrayList<>();
  private final ArrayDeque<Long> line = new ArrayDeque<>();
  private Pacer pacer;
  private boolean going = true;
  private long windowNanos;
  private long windowEndNanos = Long.MAX_VALUE;
  private long unanswered;

  OpenLoop(Load.Open load, Wire wire) {
    this.load = load;
    this.wire = wire;
    pacer = new Pacer(System.nanoTime(), load.perSecond());
  }

  LoadReport run(Meter meter) throws InterruptedException {
    for (int i = 0; i < load.connections(); i++) {
      wire.connect(this);
    }
    Thread.sleep(200);
    wire.onLoop(this::start);
    Thread.sleep(load.warmup());
    wire.onLoop(() -> {
      tally.open();
      windowNanos = System.nanoTime();
      windowEndNanos = windowNanos + load.measured().toNanos();
    });
    meter.begin();
    Thread.sleep(load.measured());
    meter.end();
    wire.onLoop(() -> going = false);
    awaitLastReplies();
    wire.onLoop(this::chargeUnanswered);
    return tally.report();
  }

  private void awaitLastReplies() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    do {
      Thread.sleep(20);
      wire.onLoop(() -> unanswered = line.size() + all.stream().filter(this::owes).count());
    } while (unanswered > 0 && System.nanoTime() - deadline < 0);
  }

  private boolean owes(LoadConnection connection) {
    return connection.waiting() && inWindow(connection.dueNanos());
  }

  /// Requests without a reply waited at least until now; leaving them out would flatter the subject.
  private void chargeUnanswered() {
    tally.closeAt(windowEndNanos);
    long now = System.nanoTime();
    line.stream().filter(this::inWindow).forEach(due -> tally.unanswered(now - due));
    all.stream().filter(this::owes).forEach(c -> tally.unanswered(now - c.dueNanos()));
  }

  private boolean inWindow(long dueNanos) {
    return dueNanos - windowNanos >= 0 && dueNanos - windowEndNanos < 0;
  }

  private void start() {
    pacer = new Pacer(System.nanoTime(), load.perSecond());
    tick();
  }

  private void tick() {
    long now = System.nanoTime();
    while (going && pacer.isDue(now)) {
      dispatch(pacer.take());
    }
    if (going) {
      wire.later(this::tick, Math.max(pacer.dueNanos() - System.nanoTime(), 0));
    }
  }

  private void dispatch(long due) {
    LoadConnection connection = free.pollLast();
    if (connection == null) {
      line.add(due);
    } else {
      connection.send(due);
    }
  }

  @Override
  public void connected(LoadConnection connection) {
    all.add(connection);
    release(connection);
  }

  private void release(LoadConnection connection) {
    Long due = line.poll();
    if (due == null) {
      free.addLast(connection);
    } else {
      connection.send(due);
    }
  }

  @Override
  public void event(LoadConnection connection, SseEvent event, long nowNanos) {
    if (inWindow(connection.dueNanos())) {
      tally.event(connection, nowNanos);
    }
  }

  @Override
  public void answered(LoadConnection connection, long nowNanos) {
    if (tally.isOpen() && inWindow(connection.dueNanos())) {
      tally.answered(connection, nowNanos - connection.dueNanos());
    }
    release(connection);
  }

  @Override
  public void lost(LoadConnection connection, String why) {
    free.remove(connection);
    all.remove(connection);
    if (tally.isOpen() && (connection.waiting() || connection.sentNanos() == 0)) {
      tally.failed(why);
    }
    if (going) {
      wire.later(() -> wire.connect(this), 10_000_000);
    }
  }
}
