package dev.prism.server.pipeline;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Bugs: exceptions that nobody expected. Each is counted; one in a while is logged, with its stack and
/// without its message, since a message may quote what a client sent.
public final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);
  private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);
  private final LongAdder count = new LongAdder();
  private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

  void report(Throwable bug) {
    count.increment();
    long now = System.nanoTime();
    long next = nextLogNanos.get();
    if (now - next >= 0 && nextLogNanos.compareAndSet(next, now + LOG_EVERY_NANOS)) {
      StringBuilder stack = new StringBuilder();
      StackTraceElement[] frames = bug.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, 20); i++) {
        stack.append("\n\tat ").append(frames[i]);
      }
      LOG.error("bug: {}{}", bug.getClass().getName(), stack);
    }
  }

  public long count() {
    return count.sum();
  }
}
