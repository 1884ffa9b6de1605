package dev.prism.perf.load;

import dev.prism.exchange.SseEvent;
import java.time.Duration;

/// Opens many streams at an even pace and watches each to its end. The window begins when all are open.
final class HeldStreams implements Traffic {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(10);
  private final Load.Held load;
  private final Wire wire;
  private final Tally tally = new Tally();
  private int whole;
  private int dropped;
  private String problem = "";

  HeldStreams(Load.Held load, Wire wire) {
    this.load = load;
    this.wire = wire;
  }

  LoadReport run(Meter meter) throws InterruptedException {
    openAll();
    wire.onLoop(tally::open);
    meter.begin();
    Thread.sleep(Duration.ofSeconds(load.events()).minus(load.ramp()));
    meter.end();
    wire.onLoop(tally::close);
    awaitTheEnds();
    LoadReport window = tally.report();
    return new LoadReport(window.seconds(), whole, load.streams() - whole, window.events(),
        window.latency(), window.firstEvent(), window.gap(), problem);
  }

  private void openAll() throws InterruptedException {
    long start = System.nanoTime();
    int opened = 0;
    while (opened < load.streams()) {
      long due = Pacer.within(load.perSecond(), System.nanoTime() - start);
      for (; opened < Math.min(due, load.streams()); opened++) {
        wire.connect(this);
      }
      Thread.sleep(STEP);
    }
  }

  private void awaitTheEnds() throws InterruptedException {
    long deadline = System.nanoTime() + load.ramp().plus(PATIENCE).toNanos();
    boolean[] ended = new boolean[1];
    while (!ended[0] && System.nanoTime() - deadline < 0) {
      Thread.sleep(100);
      wire.onLoop(() -> ended[0] = whole + dropped >= load.streams());
    }
  }

  @Override
  public void connected(LoadConnection connection) {
    connection.send(System.nanoTime());
  }

  @Override
  public void event(LoadConnection connection, SseEvent event, long nowNanos) {
    long sent = SentTime.in(event);
    if (sent > 0 && tally.isOpen()) {
      tally.delay(nowNanos - sent);
    }
  }

  @Override
  public void answered(LoadConnection connection, long nowNanos) {
    if (connection.replyIsGood() && connection.events() >= load.events()) {
      whole++;
    } else {
      drop(connection.replyInWords());
    }
    connection.close();
  }

  @Override
  public void lost(LoadConnection connection, String why) {
    if (connection.waiting() || connection.sentNanos() == 0) {
      drop(why + " after " + connection.events() + " events");
    }
  }

  private void drop(String why) {
    dropped++;
    if (problem.isEmpty()) {
      problem = why;
    }
  }
}
