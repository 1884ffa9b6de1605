package dev.prism.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A task that runs again and again on a virtual thread of its own, a pause between two runs. One that
/// throws is logged and runs again.
final class Rhythm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rhythm.class);
  private static final Duration LAST_RUN = Duration.ofSeconds(5);

  private final String name;
  private final Runnable task;
  private final long pauseMillis;
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  Rhythm(String name, long pauseMillis, Runnable task) {
    this.name = name;
    this.pauseMillis = pauseMillis;
    this.task = task;
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /// The next run comes now.
  void call() {
    calls.release();
  }

  private void run() {
    while (!closing) {
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("{} failed", name, e);
      }
      try {
        if (calls.tryAcquire(pauseMillis, TimeUnit.MILLISECONDS)) {
          calls.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Lets a run that is under way end, for five seconds at most.
  @Override
  public void close() {
    closing = true;
    call();
    try {
      if (!thread.join(LAST_RUN)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
