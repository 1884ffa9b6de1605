package dev.prism.server.pipeline;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/// The turns that the requests of one HTTP/2 connection take on its event loop. A client may send a hundred of
/// them with one breath; if they all began at once, those of other connections would wait for all of them. So
/// a few begin, and the others when everybody else has had a turn; one that its client has reset by then never
/// begins. Confined to the connection's event loop.
final class Turns {
  /// So many requests that are refused at once cost about a millisecond.
  static final int AT_ONCE = 8;

  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final Executor later;
  private int begun;
  private boolean scheduled;

  /// A request that waits for its turn.
  interface Waiting {
    /// @return false when there is nothing left to begin
    boolean begin();
  }

  /// @param later runs what it is given when the event loop has looked at its other connections
  Turns(Executor later) {
    this.later = later;
  }

  /// Whether one more may begin at once; it is counted then.
  boolean take() {
    if (begun == AT_ONCE || !waiting.isEmpty()) {
      return false;
    }
    begun++;
    return true;
  }

  void await(Waiting request) {
    waiting.add(request);
    schedule();
  }

  /// All that had come has been read.
  void over() {
    begun = 0;
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      later.execute(this::next);
    }
  }

  private void next() {
    scheduled = false;
    int left = AT_ONCE;
    while (left > 0 && !waiting.isEmpty()) {
      left -= waiting.remove().begin() ? 1 : 0;
    }
    if (!waiting.isEmpty()) {
      schedule();
    }
  }
}
