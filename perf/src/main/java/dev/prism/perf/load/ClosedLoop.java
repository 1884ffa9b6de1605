package dev.prism.perf.load;

import dev.prism.exchange.SseEvent;
import java.util.concurrent.TimeUnit;

/// Each connection sends again when it was answered.
final class ClosedLoop implements Traffic {
  private static final long RECONNECT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private final Load.Closed load;
  private final Wire wire;
  private final Tally tally = new Tally();
  private boolean going = true;

  ClosedLoop(Load.Closed load, Wire wire) {
    this.load = load;
    this.wire = wire;
  }

  LoadReport run(Meter meter) throws InterruptedException {
    for (int i = 0; i < load.connections(); i++) {
      wire.connect(this);
    }
    Thread.sleep(load.warmup());
    wire.onLoop(tally::open);
    meter.begin();
    Thread.sleep(load.measured());
    meter.end();
    wire.onLoop(() -> {
      tally.close();
      going = false;
    });
    return tally.report();
  }

  @Override
  public void connected(LoadConnection connection) {
    connection.send(System.nanoTime());
  }

  @Override
  public void event(LoadConnection connection, SseEvent event, long nowNanos) {
    if (tally.isOpen()) {
      tally.event(connection, nowNanos);
    }
  }

  @Override
  public void answered(LoadConnection connection, long nowNanos) {
    if (tally.isOpen()) {
      tally.answered(connection, nowNanos - connection.sentNanos());
    }
    if (going) {
      connection.send(System.nanoTime());
    }
  }

  @Override
  public void lost(LoadConnection connection, String why) {
    if (!going) {
      return;
    }
    if (connection.waiting() || connection.sentNanos() == 0) {
      tally.failed(why);
    }
    wire.later(() -> {
      if (going) {
        wire.connect(this);
      }
    }, RECONNECT_NANOS);
  }
}
