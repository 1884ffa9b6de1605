package dev.prism.server;

import dev.prism.admin.ClusterPorts;
import dev.prism.admin.IncidentPorts;
import dev.prism.evals.EvalSettings;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.CachePurge;
import dev.prism.incident.Evaluation;
import dev.prism.incident.IncidentKeeper;
import dev.prism.incident.IncidentRecords;
import dev.prism.incident.IncidentSettings;
import dev.prism.incident.NodeReports;
import dev.prism.incident.OnCall;
import dev.prism.incident.ReviewGate;
import dev.prism.incident.Signal;
import dev.prism.incident.SignalIntake;
import dev.prism.incident.SignalQueue;
import dev.prism.incident.cluster.Clusters;
import dev.prism.incident.cluster.judge.ClusterJudging;
import dev.prism.incident.notify.IncidentNotices;
import dev.prism.incident.notify.NoticeFeed;
import dev.prism.incident.notify.Notifications;
import dev.prism.incident.notify.NotifierCatalog;
import dev.prism.incident.notify.NotifierUse;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.server.pipeline.EvalPass;
import dev.prism.store.AdvisoryLeadership;
import dev.prism.store.Database;
import dev.prism.store.RecentTraces;
import dev.prism.store.StoredIncidents;
import dev.prism.store.StoredNodeReports;
import dev.prism.store.StoredOutbox;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the incident's life together: where signals go, who looks after the incidents, and what the admin
/// API sees of them.
final class IncidentSetup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IncidentSetup.class);
  private static final long ROUND_MILLIS = 250;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Clock clock;
  private final WireReporter wire;
  private final SignalQueue signals;
  private final IncidentPorts ports;
  private final DetectionSetup detection;
  private final @Nullable ClusterJudging clusterJudge;
  private final Feeds feeds;
  private volatile IncidentSettings inForce;
  private volatile @Nullable Telling telling;

  /// Who tells people, and whom.
  private record Telling(Notifications notifications, NoticeFeed feed) {
    void close() {
      feed.close();
      notifications.close();
    }
  }

  /// What the incidents stand on.
  record Ground(
      Database database,
      Router router,
      RouteControl control,
      RecentTraces recent,
      ScoringSetup scoring,
      EvalSettings evals,
      AdvisoryLeadership leadership,
      Clock clock) {}

  IncidentSetup(IncidentSettings settings, Ground ground, Evaluation evaluation,
      ReviewGate review) {
    inForce = settings;
    clock = ground.clock();
    NodeReports reports = ground.database().isShared()
        ? new StoredNodeReports(ground.database())
        : NodeReports.alone();
    IncidentRecords records = new IncidentRecords(new StoredIncidents(ground.database()), clock);
    IncidentKeeper keeper = new IncidentKeeper(
        records, new IncidentKeeper.Ports(ground.router(), ground.control(),
            ground.scoring().traces(), reports, ground.leadership(), CachePurge.NO_CACHE),
        () -> inForce);
    SignalIntake intake = new SignalIntake(records);
    signals = new SignalQueue(intake, keeper::round, ROUND_MILLIS);
    parts.push(signals);
    wire = new WireReporter(ground.router(), reports, clock,
        settings.contain().confirm().responses(), signals::look);
    parts.push(wire);
    parts.push(ground.recent().subscribe(this::sawOnTheWire));
    clusterJudge = ground.scoring()
        .clusterJudge(ground.evals(), settings.detect().clusters().judge());
    if (clusterJudge != null) {
      parts.push(clusterJudge);
    }
    detection = new DetectionSetup(settings.detect(), ground, records.log(), this::noticed,
        wire.node());
    parts.push(detection);
    feeds = sinks -> telling(sinks, ground, records);
    telling = feeds.to(settings.sinks());
    parts.push(this::stopTelling);
    records.listen((_, _) -> {
      Telling now = telling;
      if (now != null) {
        now.feed().call();
      }
    });
    ports = new IncidentPorts(
        new OnCall(records, keeper, () -> inForce.contain(), evaluation, review), intake,
        ground.scoring().traces());
  }

  /// An examination goes past every flip, so it says nothing of what users got.
  private void sawOnTheWire(TraceRecord trace) {
    if (!trace.caller().tenant().equals(EvalPass.TENANT)) {
      wire.watch().trace(trace);
    }
  }

  /// Makes who tells people; null where nobody is to be told.
  private interface Feeds {
    @Nullable
    Telling to(List<NotifierUse> sinks);
  }

  /// A sink that cannot be made stops the start: better than one that nobody misses until it matters.
  private @Nullable Telling telling(List<NotifierUse> sinks, Ground ground,
      IncidentRecords records) {
    if (sinks.isEmpty()) {
      return null;
    }
    StoredOutbox outbox = new StoredOutbox(ground.database());
    Notifications notifications = new Notifications(sinks, NotifierCatalog.load(), outbox, clock);
    return new Telling(notifications, new NoticeFeed(records.log(), outbox, notifications,
        new IncidentNotices(ground.scoring().traces(), detection.clusters()::find, null), clock));
  }

  private void stopTelling() {
    Telling now = telling;
    telling = null;
    if (now != null) {
      now.close();
    }
  }

  /// Other settings are in force. How many streams there are, and how exchanges are grouped, is read at the start only.
  ///
  /// @throws IllegalArgumentException if a sink cannot be made; then all stays as it was
  synchronized void apply(IncidentSettings settings) {
    IncidentSettings before = inForce;
    if (!settings.sinks().equals(before.sinks())) {
      Telling next = feeds.to(settings.sinks());
      stopTelling();
      telling = next;
    }
    detection.apply(settings.detect());
    if (settings.detect().streams() != before.detect().streams()
        || !settings.detect().clusters().equals(before.detect().clusters())) {
      LOG.warn("incidents.detect.streams or clusters has changed: in force after the next start");
    }
    inForce = settings;
  }

  IncidentPorts ports() {
    return ports;
  }

  private void noticed(Signal signal) {
    signals.signal(signal);
    ClusterJudging judge = clusterJudge;
    if (judge != null) {
      judge.signal(signal);
    }
  }

  Clusters clusters() {
    return detection.clusters();
  }

  /// Failing exchanges with something in common, and what the judge found in them.
  ClusterPorts clusterPorts() {
    ClusterJudging judge = clusterJudge;
    return new ClusterPorts(detection.clusters(),
        id -> judge == null ? Optional.empty() : judge.of(id));
  }

  /// Where whoever notices something speaks.
  Signal.Listener signals() {
    return signals;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      AutoCloseable part = parts.pop();
      try {
        part.close();
      } catch (Exception problem) {
        LOG.warn("{} did not close: {}", part.getClass().getSimpleName(),
            problem.getClass().getSimpleName());
      }
    }
  }
}
