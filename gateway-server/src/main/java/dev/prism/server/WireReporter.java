package dev.prism.server;

import dev.prism.incident.IncidentLog;
import dev.prism.incident.NodeReports;
import dev.prism.incident.WireWatch;
import dev.prism.routing.Flip;
import dev.prism.routing.Router;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the fleet what this node has seen of the flips in force: twice a second, and at once when it has seen as
/// many responses of one as it takes to confirm it.
final class WireReporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WireReporter.class);
  private static final long EVERY_MILLIS = 500;

  private final String node = UUID.randomUUID().toString();
  private final Router router;
  private final NodeReports reports;
  private final Clock clock;
  private final Runnable enough;
  private final WireWatch watch;
  private final Semaphore due = new Semaphore(0);
  private final Thread thread;

  /// @param responses of a flip that are enough
  /// @param enough    told after such a report
  WireReporter(Router router, NodeReports reports, Clock clock, int responses, Runnable enough) {
    this.router = router;
    this.reports = reports;
    this.clock = clock;
    this.enough = enough;
    watch = new WireWatch(responses, this::flips, due::release);
    thread = Thread.ofVirtual().name("wire-report").start(this::run);
  }

  private List<Flip> flips() {
    return router.table().revision().state().flips();
  }

  /// Who this node is, to the others.
  String node() {
    return node;
  }

  WireWatch watch() {
    return watch;
  }

  private void run() {
    boolean asked = false;
    while (true) {
      try {
        report(asked);
        asked = due.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS);
        due.drainPermits();
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void report(boolean asked) {
    try {
      reports.report(
          new NodeReports.Report(node, clock.millis(), router.table().number(), watch.seen()));
      if (asked) {
        enough.run();
      }
    } catch (IncidentLog.Unavailable away) {
      LOG.debug("This node cannot report what it saw on the wire: {}", away.getMessage());
    } catch (RuntimeException problem) {
      LOG.error("This node could not report what it saw on the wire", problem);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
