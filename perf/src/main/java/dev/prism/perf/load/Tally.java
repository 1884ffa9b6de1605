package dev.prism.perf.load;

/// Counts what happens while the window is open. Belongs to the event loop.
final class Tally {
  private final Durations latency = new Durations();
  private final Durations firstEvent = new Durations();
  private final Durations gap = new Durations();
  private boolean open;
  private long openedNanos;
  private long closedNanos;
  private long requests;
  private long failures;
  private long events;
  private String problem = "";

  void open() {
    open = true;
    openedNanos = System.nanoTime();
    requests = 0;
    failures = 0;
    events = 0;
    problem = "";
    latency.clear();
    firstEvent.clear();
    gap.clear();
  }

  void close() {
    closeAt(System.nanoTime());
  }

  /// Ends the window that late replies were still counted into.
  void closeAt(long nanos) {
    open = false;
    closedNanos = nanos;
  }

  boolean isOpen() {
    return open;
  }

  /// A whole reply: counts, and its duration when it is a good one.
  void answered(LoadConnection connection, long durationNanos) {
    if (connection.replyIsGood()) {
      requests++;
      latency.add(durationNanos);
    } else {
      failed(connection.replyInWords());
    }
  }

  /// A request that nobody answered: a failure, and a wait of at least this long.
  void unanswered(long waitedNanos) {
    latency.add(waitedNanos);
    failed("no reply");
  }

  void failed(String why) {
    failures++;
    if (problem.isEmpty()) {
      problem = why;
    }
  }

  void event(LoadConnection connection, long nowNanos) {
    events++;
    if (connection.events() == 1) {
      firstEvent.add(nowNanos - connection.sentNanos());
    } else {
      gap.add(nowNanos - connection.lastEventNanos());
    }
  }

  /// The way from the provider to here that one event took.
  void delay(long nanos) {
    events++;
    latency.add(nanos);
  }

  LoadReport report() {
    return new LoadReport((closedNanos - openedNanos) / 1e9, requests, failures, events,
        latency.quantiles(), firstEvent.quantiles(), gap.quantiles(), problem);
  }
}
