package dev.prism.incident;

import dev.prism.incident.IncidentLog.Unavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes signals from whoever notices and makes incidents of them on a thread of its own, and has the
/// incidents looked after: at once when a signal came or somebody asks for it, and every so often. While the store is away signals
/// wait; what does not fit into the queue is dropped and counted.
public final class SignalQueue implements Signal.Listener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignalQueue.class);
  private static final int CAPACITY = 1_000;
  private static final long RETRY_MILLIS = 500;

  private final SignalIntake intake;
  private final Runnable round;
  private final long everyMillis;
  /// Empty is no signal, only a wish for a round.
  private final BlockingQueue<Optional<Signal>> waiting = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;
  private volatile boolean closing;

  /// @param round       looks after the incidents; called on this thread
  /// @param everyMillis between two rounds when no signal comes
  public SignalQueue(SignalIntake intake, Runnable round, long everyMillis) {
    this.intake = intake;
    this.round = round;
    this.everyMillis = everyMillis;
    thread = Thread.ofVirtual().name("incidents").start(this::run);
  }

  @Override
  public void signal(Signal signal) {
    if (!waiting.offer(Optional.of(signal))) {
      dropped.incrementAndGet();
    }
  }

  /// The incidents are looked after now and not only when it is time again. Never waits; where the queue is full a
  /// round comes anyway.
  public void look() {
    var _ = waiting.offer(Optional.empty());
  }

  /// Signals that did not fit.
  public long dropped() {
    return dropped.get();
  }

  private void run() {
    while (!closing) {
      try {
        Optional<Signal> next = waiting.poll(everyMillis, TimeUnit.MILLISECONDS);
        while (next != null) {
          if (next.isPresent()) {
            take(next.get());
          }
          next = waiting.poll();
        }
        round.run();
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException problem) {
        LOG.error("The incidents could not be looked after", problem);
      }
    }
  }

  private void take(Signal signal) throws InterruptedException {
    while (!closing) {
      try {
        intake.take(signal);
        return;
      } catch (Unavailable away) {
        LOG.debug("A signal waits for the store: {}", away.getMessage());
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
