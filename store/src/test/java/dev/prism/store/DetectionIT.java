package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.Signal;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.incident.detect.DetectorStateKeeper;
import dev.prism.incident.detect.FleetDetection;
import dev.prism.testing.TestClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Detection over two nodes on one real PostgreSQL, and over a restart on SQLite.
class DetectionIT {
  private static final long SEED = 20_261_127;
  private final TestClock clock = TestClock.start();
  private final Random random = new Random(SEED);
  private long traces;
  @TempDir
  private Path folder;

  @Test
  void oneOfTwoNodesDetectsOverBothAndTheOtherTakesOver() throws Exception {
    StoreSettings settings = Postgres.database(Postgres.port());
    try (Node one = new Node("one", settings); Node two = new Node("two", settings)) {
      minutes(1_460, 65, List.of(one, two));
      assertThat(one.leader.isLeader()).isTrue();
      assertThat(two.leader.isLeader()).as("a second leader").isFalse();
      assertThat(one.signals).isEmpty();
      minutes(60, 50, List.of(one, two));
      assertThat(one.signals).hasAtLeastOneElementOfType(Signal.ScoreDrop.class);
      Signal.ScoreDrop drop = (Signal.ScoreDrop) one.signals.getFirst();
      assertThat(drop.traceIds()).isNotEmpty();
      assertThat(two.signals).isEmpty();
      one.leader.close();
      one.signals.clear();
      minutes(240, 50, List.of(two));
      assertThat(two.leader.isLeader()).isTrue();
      assertThat(two.signals).as("the new leader has the old one's baseline").isNotEmpty();
    }
  }

  @Test
  void aConfirmedFindingIsToldByTheNodeThatHasItAtOnce() throws Exception {
    StoreSettings settings = Postgres.database(Postgres.port());
    try (Node one = new Node("one", settings); Node two = new Node("two", settings)) {
      assertThat(one.leader.isLeader()).isTrue();
      two.fleet.scored(scored(1, Score.Kind.CHECK, "pii"));
      assertThat(two.signals).hasExactlyElementsOfTypes(Signal.CheckFailing.class);
    }
  }

  @Test
  void stateSurvivesARestartOnSqlite() throws Exception {
    StoreSettings settings = new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
    List<Signal> signals = new ArrayList<>();
    for (int start = 0; start < 2; start++) {
      try (Database database = new Database(settings)) {
        assertThat(database.awaitOpened(Duration.ofSeconds(30))).isTrue();
        Detection detection = detection(signals);
        DetectorStateKeeper keeper = new DetectorStateKeeper(detection,
            new StoredDetectorStates(database, clock), clock);
        assertThat(keeper.restore()).isEqualTo(start == 0 ? 0 : 1);
        double points = start == 0 ? 65 : 50;
        for (int minute = 0; minute < (start == 0 ? 1_460 : 60); minute++) {
          for (int i = 0; i < 5; i++) {
            detection.scored(judged(points));
          }
          clock.advance(Duration.ofMinutes(1));
          detection.tick();
        }
        keeper.save();
        assertThat(signals.isEmpty()).isEqualTo(start == 0);
      }
    }
  }

  private void minutes(int count, double points, List<Node> nodes) throws IOException {
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < 6; k++) {
        nodes.get(k % nodes.size()).fleet.scored(judged(points));
      }
      clock.advance(Duration.ofMinutes(1));
      // A minute is read a little after its end; the first advance of the next one is late enough.
      for (Node node : nodes) {
        node.fleet.tick();
      }
    }
  }

  private Detection detection(List<Signal> signals) {
    DetectSettings all = DetectSettings.DEFAULT;
    return new Detection(
        new DetectSettings(all.detector(), 1, 0.5, 100, List.of(), 0, all.mix(), all.confirmed(),
            all.warmAt(), Map.of(), all.clusters()),
        new Detection.Surroundings(signals::add, _ -> {}, _ -> false), clock);
  }

  private ScoredTrace judged(double points) {
    double drawn = Math.clamp(points + 19 * random.nextGaussian(), 0, 100);
    return scored(1 + drawn / 25, Score.Kind.JUDGE, "");
  }

  private ScoredTrace scored(double value, Score.Kind kind, String reason) {
    String id = "%032x".formatted(++traces);
    Score score = new Score(id, "factual_grounding", value, new Score.By(kind, "judge", "v1"), 0.05,
        0, reason.isEmpty() ? null : reason, null);
    return new ScoredTrace(new TraceRecord(new TraceRecord.Ids(id, "00f067aa0ba902b7", null, "req"),
        new TraceRecord.Caller("acme", null, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "refund", false, 0),
        new TraceRecord.Served("refund", 1, "primary", "stable", "sim", "model", "p@1", false,
            null),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(), TraceRecord.Texts.NONE),
        List.of(score));
  }

  /// What a gateway of a fleet has of detection.
  private final class Node implements AutoCloseable {
    final List<Signal> signals = new ArrayList<>();
    final Database database;
    final AdvisoryLeadership leader;
    final FleetDetection fleet;

    Node(String name, StoreSettings settings) throws InterruptedException {
      database = new Database(settings);
      assertThat(database.awaitOpened(Duration.ofMinutes(5))).isTrue();
      leader = new AdvisoryLeadership(database);
      fleet = new FleetDetection(detection(signals), new FleetDetection.Fleet(name,
          new StoredFleetMinutes(database), leader, new StoredDetectorStates(database, clock)),
          clock);
    }

    @Override
    public void close() {
      leader.close();
      database.close();
    }
  }
}
