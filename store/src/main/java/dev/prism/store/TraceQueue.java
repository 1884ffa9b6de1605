package dev.prism.store;

import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bounded queue of one sink, and its thread. The thread looks by itself every few milliseconds
/// instead of being woken, since a wake-up is a system call on the event loop that offers.
final class TraceQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TraceQueue.class);
  /// Traces that a sink may hold back before it is flushed.
  private static final int BATCH = 512;
  private static final long SHORTEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final TraceSink sink;
  private final int capacity;
  private final ConcurrentLinkedQueue<TraceRecord> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger queued = new AtomicInteger();
  private final LongAdder offered = new LongAdder();
  private final LongAdder unsampled = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Thread thread;
  private final AtomicLong failed = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private volatile int held;
  private volatile boolean closing;
  private boolean failing;
  private long loggedNanos;

  TraceQueue(TraceSink sink, int capacity) {
    this.sink = sink;
    this.capacity = capacity;
    thread = Thread.ofPlatform().name("trace-" + sink.name()).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  String name() {
    return sink.name();
  }

  /// Never blocks, never throws.
  void offer(TraceRecord trace, boolean sampled) {
    offered.increment();
    if (!sampled) {
      unsampled.increment();
    } else if (closing || queued.incrementAndGet() > capacity) {
      if (!closing) {
        queued.decrementAndGet();
      }
      dropped.increment();
    } else {
      queue.add(trace);
    }
  }

  TraceCounts counts() {
    return new TraceCounts(offered.sum(), unsampled.sum(), dropped.sum(), failed.get(),
        stored.get(), queued.get() + held);
  }

  private void run() {
    long nap = SHORTEST_NAP_NANOS;
    while (true) {
      boolean last = closing;
      if (drain()) {
        nap = SHORTEST_NAP_NANOS;
      } else {
        nap = Math.min(nap * 2, LONGEST_NAP_NANOS);
      }
      if (last) {
        break;
      }
      LockSupport.parkNanos(this, nap);
    }
    try {
      sink.close();
    } catch (IOException | RuntimeException e) {
      LOG.warn("The trace sink {} did not close: {}", sink.name(), e.toString());
    }
  }

  private boolean drain() {
    boolean any = false;
    for (TraceRecord trace = queue.poll(); trace != null; trace = queue.poll()) {
      any = true;
      accept(trace);
      queued.decrementAndGet();
      if (held >= BATCH) {
        flush();
      }
    }
    if (any) {
      flush();
    }
    return any;
  }

  private void accept(TraceRecord trace) {
    try {
      sink.accept(trace);
      settle(held + 1, 0, 0);
    } catch (TracesLost lost) {
      settle(held + 1 - lost.count(), 0, lost.count());
      complain(lost);
    } catch (Exception e) {
      settle(held, 0, 1);
      complain(e);
    }
  }

  private void flush() {
    int count = held;
    try {
      sink.flush();
      settle(0, count, 0);
      recovered();
    } catch (TracesLost lost) {
      settle(0, count - lost.count(), lost.count());
      complain(lost);
    } catch (Exception e) {
      settle(0, 0, count);
      complain(e);
    }
  }

  /// Only this queue's thread writes these three.
  private void settle(int nowHeld, int moreStored, int moreFailed) {
    held = nowHeld;
    stored.addAndGet(moreStored);
    failed.addAndGet(moreFailed);
  }

  /// One line when it begins to fail and one every half minute while it does.
  private void complain(Exception e) {
    long now = System.nanoTime();
    if (!failing || now - loggedNanos > LOG_EVERY_NANOS) {
      failing = true;
      loggedNanos = now;
      LOG.warn("The trace sink {} loses traces ({} so far): {}", sink.name(), failed.get(),
          e.toString());
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      LOG.info("The trace sink {} works again; it lost {} traces", sink.name(), failed.get());
    }
  }

  /// No offer is taken from here on; what waits is still written.
  void beginClose() {
    closing = true;
    LockSupport.unpark(thread);
  }

  /// Waits for the sink's end, at most so long; what it could not write by then stays counted as
  /// waiting.
  void awaitClosed(long millis) throws InterruptedException {
    if (!thread.join(Duration.ofMillis(millis))) {
      thread.interrupt();
    }
  }
}
