package dev.prism.incident.notify;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what the outbox holds for one sink, in order of age. Belongs to one thread.
final class SinkSender {
  private static final Logger LOG = LoggerFactory.getLogger(SinkSender.class);
  private static final int AT_ONCE = 20;
  /// Longer than a delivery may take, so that nobody else takes an entry meanwhile.
  private static final long LEASE_MILLIS = Http.LIMIT.toMillis() * 3;
  private static final Duration LONGEST_REPEAT = Duration.ofDays(7);

  private final String sink;
  private final Notifier notifier;
  private final Outbox outbox;
  private final InstantSource clock;
  private final RetryPlan retries;
  private final SinkBreaker breaker = new SinkBreaker();

  SinkSender(String sink, Notifier notifier, Outbox outbox, InstantSource clock,
      RetryPlan retries) {
    this.sink = sink;
    this.notifier = notifier;
    this.outbox = outbox;
    this.clock = clock;
    this.retries = retries;
  }

  /// Delivers what is due.
  ///
  /// @return how many deliveries were begun
  int round() throws IOException, InterruptedException {
    int begun = 0;
    int allowed = breaker.allowed(clock.millis(), AT_ONCE);
    while (begun < allowed) {
      List<Outbox.Entry> due = outbox.take(sink, clock.millis(), LEASE_MILLIS, 1);
      if (due.isEmpty()) {
        return begun;
      }
      begun++;
      deliver(due.getFirst());
      allowed = Math.min(allowed, breaker.isOpen() ? begun : AT_ONCE);
    }
    return begun;
  }

  private void deliver(Outbox.Entry entry) throws IOException, InterruptedException {
    boolean repeats = !notifier.repeatEvery().isZero();
    if (repeats && outbox.isOutdated(entry)) {
      outbox.done(entry, clock.millis());
      return;
    }
    try {
      notifier.deliver(entry.notice(), entry.attempts() + 1);
      breaker.succeeded();
      delivered(entry, repeats);
    } catch (DeliveryFailed failed) {
      failed(entry, failed);
    } catch (RuntimeException bug) {
      LOG.error("The notifier {} failed", sink, bug);
      outbox.giveUp(entry, clock.millis(), bug.getClass().getSimpleName());
    }
  }

  private void delivered(Outbox.Entry entry, boolean repeats) throws IOException {
    long now = clock.millis();
    boolean stillTrue = !entry.notice().isOver()
        && now - entry.notice().atMillis() < LONGEST_REPEAT.toMillis();
    if (repeats && stillTrue) {
      outbox.again(entry, now + notifier.repeatEvery().toMillis(), null);
    } else {
      outbox.done(entry, now);
    }
  }

  private void failed(Outbox.Entry entry, DeliveryFailed failed) throws IOException {
    long now = clock.millis();
    String message = String.valueOf(failed.getMessage());
    boolean late = now - entry.notice().atMillis() > RetryPlan.FOR.toMillis();
    if (failed.isLasting() || late) {
      LOG.warn("{} was not told of {}, and will not be: {}", sink, entry.notice().incident(),
          message);
      outbox.giveUp(entry, now, message);
      breaker.succeeded();
      return;
    }
    if (entry.attempts() == 0) {
      LOG.warn("{} was not told of {} yet: {}", sink, entry.notice().incident(), message);
    }
    breaker.failed(now);
    outbox.again(entry, now + retries.pauseMillis(entry.attempts() + 1, failed.retryAfter()),
        message);
  }
}
