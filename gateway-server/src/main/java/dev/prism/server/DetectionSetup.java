package dev.prism.server;

import dev.prism.incident.Incident;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.Signal;
import dev.prism.incident.StreamKey;
import dev.prism.incident.cluster.Clustering;
import dev.prism.incident.cluster.Clusters;
import dev.prism.incident.cluster.TraceReader;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.incident.detect.DetectorStateKeeper;
import dev.prism.incident.detect.FleetDetection;
import dev.prism.store.Database;
import dev.prism.store.StoredDetectorStates;
import dev.prism.store.StoredFleetMinutes;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts together who notices: the detectors over streams of scores, and the clusters of failing exchanges.
/// A gateway alone detects as scores come; in a fleet the leader does, over the minutes of all nodes.
final class DetectionSetup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DetectionSetup.class);
  private static final long TICK_MILLIS = 1_000;
  private static final int SAVE_EVERY = 60;

  private final IncidentLog log;
  private final Clustering clustering;
  private final Detection detection;
  private final Ticks ticks;
  private final Thread thread;
  private volatile Set<String> troubled = Set.of();
  private volatile boolean closing;

  /// What is done once a second; the argument counts up.
  private interface Ticks {
    void tick(long number) throws IOException;
  }

  DetectionSetup(DetectSettings settings, IncidentSetup.Ground ground, IncidentLog log,
      Signal.Listener signals, String node) {
    this.log = log;
    Clock clock = ground.clock();
    clustering = new Clustering(settings.clusters(), TraceReader.STANDARD, signals, clock);
    ground.scoring().addListener(clustering);
    detection = new Detection(settings, new Detection.Surroundings(signals, ground.scoring()::warm,
        route -> troubled.contains(route)), clock);
    ground.scoring()
        .onJudgeShift(shift -> signals.signal(new Signal.JudgeChanged(
            new StreamKey(shift.route(), "", null, "", shift.rubric(), shift.current(), null),
            shift.previous(), shift.shift(), shift.rejudged(), shift.atMillis())));
    ticks = ground.database().isShared()
        ? ofFleet(detection, ground, node, clock)
        : ofOne(detection, ground.scoring(), ground.database(), clock);
    thread = Thread.ofVirtual().name("detection").start(this::run);
  }

  /// Other settings are in force.
  void apply(DetectSettings settings) {
    detection.apply(settings);
  }

  Clusters clusters() {
    return clustering;
  }

  private static Ticks ofOne(Detection detection, ScoringSetup scoring, Database database,
      Clock clock) {
    DetectorStateKeeper keeper = new DetectorStateKeeper(detection,
        new StoredDetectorStates(database, clock), clock);
    scoring.addListener(detection);
    return number -> {
      if (number == 0) {
        int restored = keeper.restore();
        LOG.debug("{} streams of scores are as they were", restored);
      }
      detection.tick();
      if (number % SAVE_EVERY == SAVE_EVERY - 1) {
        keeper.save();
      }
    };
  }

  private static Ticks ofFleet(Detection detection, IncidentSetup.Ground ground, String node,
      Clock clock) {
    FleetDetection fleet = new FleetDetection(detection,
        new FleetDetection.Fleet(node, new StoredFleetMinutes(ground.database()),
            ground.leadership(), new StoredDetectorStates(ground.database(), clock)),
        clock);
    ground.scoring().addListener(fleet);
    return number -> {
      fleet.tick();
      detection.tick();
    };
  }

  private void run() {
    long number = 0;
    while (!closing) {
      try {
        troubled = log.open().stream().map(Incident::route).collect(Collectors.toSet());
        ticks.tick(number);
        number++;
      } catch (IOException | IncidentLog.Unavailable away) {
        LOG.debug("Detection waits for the store: {}", away.getMessage());
      } catch (RuntimeException problem) {
        LOG.error("Detection failed", problem);
        number++;
      }
      try {
        Thread.sleep(TICK_MILLIS);
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    clustering.close();
  }
}
