package dev.prism.incident.notify;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All sinks, each with a virtual thread of its own.
public final class Notifications implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  private final Outbox outbox;
  private final InstantSource clock;
  private final Timing timing;
  private final Map<String, Notifier> sinks;
  private final List<Loop> loops = new ArrayList<>();
  private volatile boolean closing;

  private record Loop(Thread thread, Semaphore calls) {}

  /// @param pause     between two looks into the outbox when nothing is told meanwhile
  /// @param lastWords for which an end waits for the deliveries under way, of all sinks together
  public record Timing(Duration pause, Duration lastWords) {
    public static final Timing USUAL = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(5));
  }

  /// Starts a thread for each sink.
  ///
  /// @param uses as the config has them
  /// @throws IllegalArgumentException if one of them cannot be made
  public Notifications(List<NotifierUse> uses, NotifierCatalog catalog, Outbox outbox,
      InstantSource clock) {
    this(uses, catalog, outbox, clock, Timing.USUAL);
  }

  /// As above, with other pauses.
  public Notifications(List<NotifierUse> uses, NotifierCatalog catalog, Outbox outbox,
      InstantSource clock, Timing timing) {
    this.outbox = outbox;
    this.clock = clock;
    this.timing = timing;
    sinks = named(uses, catalog);
    sinks.forEach((name, notifier) -> {
      SinkSender sender = new SinkSender(name, notifier, outbox, clock,
          new RetryPlan(() -> ThreadLocalRandom.current().nextDouble()));
      Semaphore calls = new Semaphore(0);
      loops.add(new Loop(
          Thread.ofVirtual().name("notify-" + name).start(() -> run(name, sender, calls)), calls));
    });
  }

  /// `slack`, and `slack-2` for the second one.
  private static Map<String, Notifier> named(List<NotifierUse> uses, NotifierCatalog catalog) {
    Map<String, Notifier> named = new LinkedHashMap<>();
    for (NotifierUse use : uses) {
      String name = use.notifier();
      for (int i = 2; named.containsKey(name); i++) {
        name = use.notifier() + "-" + i;
      }
      named.put(name, catalog.create(use));
    }
    return named;
  }

  /// Makes sure that the sinks that want it will be told: returns when that is durable.
  ///
  /// @throws IOException if it is not; telling again does no harm
  public void tell(Notice notice) throws IOException {
    List<String> wanting = sinks.entrySet()
        .stream()
        .filter(sink -> sink.getValue().wants(notice))
        .map(Map.Entry::getKey)
        .toList();
    if (!wanting.isEmpty()) {
      outbox.put(notice, wanting, clock.millis());
      loops.forEach(loop -> loop.calls().release());
    }
  }

  /// Names of the sinks and how many notices wait for each.
  public Map<String, Long> waiting() throws IOException {
    Map<String, Long> waiting = new LinkedHashMap<>();
    for (String sink : sinks.keySet()) {
      waiting.put(sink, outbox.waiting(sink));
    }
    return waiting;
  }

  private void run(String name, SinkSender sender, Semaphore calls) {
    while (!closing) {
      try {
        sender.round();
        rest(calls);
      } catch (IOException storeAway) {
        LOG.debug("The outbox of {} cannot be read now", name);
        pause(calls);
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException bug) {
        LOG.error("The outbox of {} failed", name, bug);
        pause(calls);
      }
    }
  }

  private void rest(Semaphore calls) throws InterruptedException {
    if (calls.tryAcquire(timing.pause().toMillis(), TimeUnit.MILLISECONDS)) {
      calls.drainPermits();
    }
  }

  private void pause(Semaphore calls) {
    try {
      rest(calls);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets deliveries under way end, for five seconds at most; what is left is delivered after the next start.
  @Override
  public void close() {
    closing = true;
    loops.forEach(loop -> loop.calls().release());
    long end = System.nanoTime() + timing.lastWords().toNanos();
    for (Loop loop : loops) {
      try {
        if (!loop.thread().join(Duration.ofNanos(Math.max(end - System.nanoTime(), 1)))) {
          loop.thread().interrupt();
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
