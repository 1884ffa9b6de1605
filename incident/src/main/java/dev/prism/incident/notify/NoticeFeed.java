package dev.prism.incident.notify;

import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.IncidentLog.Placed;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what has happened to incidents from their log and has people told of it, from where it stopped: what
/// happened right before a crash is told after it. On several gateways each one reads; the outbox keeps one
/// notice of each happening.
public final class NoticeFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeFeed.class);
  private static final long PAUSE_MILLIS = 500;
  private static final int AT_ONCE = 100;
  /// What is older is history, such as that of a log that was there before its first sink.
  private static final Duration NEWS = Duration.ofHours(24);
  private static final Duration LAST_RUN = Duration.ofSeconds(5);

  private final IncidentLog log;
  private final Outbox outbox;
  private final Notifications notifications;
  private final IncidentNotices notices;
  private final InstantSource clock;
  private final Semaphore calls = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  public NoticeFeed(IncidentLog log, Outbox outbox, Notifications notifications,
      IncidentNotices notices, InstantSource clock) {
    this.log = log;
    this.outbox = outbox;
    this.notifications = notifications;
    this.notices = notices;
    this.clock = clock;
    thread = Thread.ofVirtual().name("notice-feed").start(this::run);
  }

  /// Something has happened: look now.
  public void call() {
    calls.release();
  }

  private void run() {
    while (!closing) {
      try {
        while (read() == AT_ONCE && !closing) {
          // There may be more.
        }
      } catch (IncidentLog.Unavailable | IOException away) {
        LOG.debug("People cannot be told now: {}", away.getMessage());
      } catch (RuntimeException bug) {
        LOG.error("The feed of notices failed", bug);
      }
      try {
        if (calls.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          calls.drainPermits();
        }
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private int read() throws IncidentLog.Unavailable, IOException {
    List<Placed> happened = log.since(outbox.position(), AT_ONCE);
    for (Placed placed : happened) {
      IncidentEvent event = placed.event();
      if (clock.millis() - event.atMillis() < NEWS.toMillis()) {
        Optional<Notice> notice = log.find(event.incident())
            .map(incident -> asOf(incident, event))
            .flatMap(incident -> notices.of(incident, event));
        if (notice.isPresent()) {
          notifications.tell(notice.get());
        }
      }
      outbox.position(placed.position());
    }
    return happened.size();
  }

  /// The incident right after the event.
  private static Incident asOf(Incident incident, IncidentEvent event) {
    return Incident
        .of(incident.events().stream().filter(each -> each.number() <= event.number()).toList());
  }

  @Override
  public void close() {
    closing = true;
    call();
    try {
      if (!thread.join(LAST_RUN)) {
        thread.interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
