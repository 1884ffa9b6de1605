package dev.prism.perf.load;

import java.time.Duration;

/// Sends one request on every connection as soon as it is open, and waits for all replies.
final class BurstOnce implements Traffic {
  private static final Duration STEP = Duration.ofMillis(50);
  private final Load.Burst load;
  private final Wire wire;
  private final Tally tally = new Tally();
  private int ended;

  BurstOnce(Load.Burst load, Wire wire) {
    this.load = load;
    this.wire = wire;
  }

  LoadReport run(Meter meter) throws InterruptedException {
    wire.onLoop(tally::open);
    meter.begin();
    for (int i = 0; i < load.connections(); i++) {
      wire.connect(this);
    }
    long deadline = System.nanoTime() + load.limit().toNanos();
    boolean[] over = new boolean[1];
    while (!over[0] && System.nanoTime() - deadline < 0) {
      Thread.sleep(STEP);
      wire.onLoop(() -> over[0] = ended >= load.connections());
    }
    meter.end();
    wire.onLoop(this::close);
    return tally.report();
  }

  private void close() {
    for (int missing = load.connections() - ended; missing > 0; missing--) {
      tally.failed("no reply within " + load.limit());
    }
    tally.close();
  }

  @Override
  public void connected(LoadConnection connection) {
    connection.send(System.nanoTime());
  }

  @Override
  public void answered(LoadConnection connection, long nowNanos) {
    ended++;
    tally.answered(connection, nowNanos - connection.sentNanos());
  }

  @Override
  public void lost(LoadConnection connection, String why) {
    if (tally.isOpen() && (connection.waiting() || connection.sentNanos() == 0)) {
      ended++;
      tally.failed(why);
    }
  }
}
