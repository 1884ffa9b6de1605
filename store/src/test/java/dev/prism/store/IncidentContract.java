package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.incident.Evaluation;
import dev.prism.incident.FixKind;
import dev.prism.incident.FlipPlan;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentClass;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.NodeReports;
import dev.prism.incident.Severity;
import dev.prism.incident.SignalNote;
import dev.prism.incident.WireProof;
import dev.prism.routing.AuditEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What either database must do with incidents.
abstract class IncidentContract {
  private static final long AT = 1_795_000_000_000L;
  @TempDir
  private Path folder;
  private Database database;
  private StoredIncidents incidents;

  abstract StoreSettings settings(Path folder);

  @BeforeEach
  void open() throws Exception {
    database = new Database(settings(folder));
    assertThat(database.awaitOpened(Duration.ofMinutes(5))).as("%s", database.state()).isTrue();
    incidents = new StoredIncidents(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static SignalNote note() {
    return new SignalNote("check_failing", AT, AT - 5_000, "live", null, "m", null,
        "privacy_and_safety", "pii", 3, 100, 0, null, null, List.of("t1", "t2"), "pii: 3 of 100");
  }

  private static IncidentEvent event(String id, long number, Happening what) {
    return new IncidentEvent(id, number, AT + number, "prism", "because \"of\" ✓", what);
  }

  private static AuditEntry audit(IncidentEvent event) {
    return new AuditEntry(event.atMillis(), event.who(), "incident", event.incident(),
        List.of("acme"), event.why(), event.incident(), 0, List.of());
  }

  private Optional<String> open(String id, String key, long since) throws Exception {
    IncidentEvent first = event(id, 1, new Happening.Opened("refund", key, note()));
    return incidents.open(first, audit(first), since);
  }

  private void append(String id, long number, Happening what) throws Exception {
    IncidentEvent event = event(id, number, what);
    incidents.append(event, audit(event));
  }

  @Test
  void everyKindOfEventComesBackAsItWas() throws Exception {
    open("inc-1", "k", 0);
    List<Happening> all = everyKind();
    assertThat(all.stream().map(it -> it.getClass().getSimpleName()).distinct())
        .as("an example of every kind but the first")
        .hasSize(Happening.class.getPermittedSubclasses().length - 1);
    for (int i = 0; i < all.size(); i++) {
      append("inc-1", i + 2L, all.get(i));
    }
    Incident incident = incidents.find("inc-1").orElseThrow();
    assertThat(incident.events().stream().skip(1).map(IncidentEvent::what)).isEqualTo(all);
    assertThat(incidents.since(0, 1_000)).hasSize(all.size() + 1);
    assertThat(incidents.since(2, 3)).extracting(IncidentLog.Placed::position)
        .containsExactly(3L, 4L, 5L);
    assertThat(new AuditLog(database).verify()).isInstanceOf(AuditVerdict.Whole.class);
  }

  private static List<Happening> everyKind() {
    FlipPlan plan = new FlipPlan("refund", "old", List.of("no-leaks"), List.of("acme"), List.of(),
        Map.of("tier", "gold"), true, 60_000, 1, 0.9, 0.1);
    return List.of(new Happening.Joined(note()), new Happening.Acknowledged(),
        new Happening.Escalated(1, "late"),
        new Happening.Classified(IncidentClass.PII_LEAK, Severity.S1, 0.95, List.of("e"), false),
        new Happening.Considered("declined", "rule", null), new Happening.FlipIntended(plan),
        new Happening.Flipped("flip-2", 2, plan, AT), new Happening.FlipExpiring("flip-2", "soon"),
        new Happening.Confirmed("flip-2", new WireProof(200, 199, 3, 3, 900)),
        new Happening.Lagging("flip-2", new WireProof(200, 1, 3, 2, 900)),
        new Happening.FlipEnded("flip-2", "reverted"), new Happening.ContainmentWaived("r"),
        new Happening.SessionsFound(2, List.of("s1", "s2"), "listed"),
        new Happening.RubricsSank(List.of("factual_grounding")),
        new Happening.CachePurged(-1, "no cache"),
        new Happening.TenantsAudited(Map.of("acme", 7L), 1, 2),
        new Happening.SafeTargetBad("old", "e"), new Happening.AutomationSet(false),
        new Happening.EvaluationStarted(),
        new Happening.Evaluated(
            new Evaluation.Result(Evaluation.Outcome.MISSED, 3, 5, 1, 0.1, "lenient")),
        new Happening.FixRecorded(FixKind.RUBRIC_TIGHTEN, "t", null, "c0ffee"),
        new Happening.CanaryMoved(5, "start", null, "t"), new Happening.Verified("v"),
        new Happening.PostmortemWritten("p.md", List.of("lessons")),
        new Happening.GoldenAdded(List.of("g")), new Happening.Noted("n"),
        new Happening.Absorbed("inc-2"), new Happening.Closed(), new Happening.Reopened(note()),
        new Happening.FalselyAlarmed(), new Happening.MergedInto("inc-2"));
  }

  @Test
  void theSameTroubleIsOpenedOnce() throws Exception {
    assertThat(open("inc-1", "k", AT)).isEmpty();
    assertThat(open("inc-2", "k", AT)).contains("inc-1");
    append("inc-1", 2, new Happening.FalselyAlarmed());
    assertThat(open("inc-3", "k", AT)).as("over, but of late").contains("inc-1");
    assertThat(open("inc-4", "k", AT + 1_000)).as("over, and long ago").isEmpty();
    assertThat(incidents.open()).extracting(Incident::id).containsExactly("inc-4");
    assertThat(incidents.list(new IncidentLog.Filter("refund", false, null), 10))
        .extracting(Incident::id)
        .containsExactly("inc-1");
    assertThat(incidents.list(new IncidentLog.Filter("other", null, null), 10)).isEmpty();
  }

  @Test
  void whatAnotherGatewayAddsIsSeenThoughTheIncidentIsKept() throws Exception {
    open("inc-1", "k", 0);
    StoredIncidents other = new StoredIncidents(database);
    assertThat(other.find("inc-1").orElseThrow().number()).isEqualTo(1);
    assertThat(other.find("inc-1")).as("kept").containsSame(other.find("inc-1").orElseThrow());
    append("inc-1", 2, new Happening.Acknowledged());
    assertThat(other.find("inc-1").orElseThrow().number()).isEqualTo(2);
    assertThat(other.open()).singleElement()
        .satisfies(incident -> assertThat(incident.events()).hasSize(2));
  }

  @Test
  void ofManyWritersOneWins() throws Exception {
    open("inc-1", "k", 0);
    List<Future<Boolean>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        writers.add(threads.submit(() -> {
          try {
            append("inc-1", 2, new Happening.Acknowledged());
            return true;
          } catch (IncidentLog.Conflict _) {
            return false;
          }
        }));
      }
    }
    int won = 0;
    for (Future<Boolean> writer : writers) {
      won += writer.get() ? 1 : 0;
    }
    assertThat(won).isEqualTo(1);
    assertThat(incidents.find("inc-1").orElseThrow().number()).isEqualTo(2);
    assertThatThrownBy(() -> append("none", 1, new Happening.Acknowledged()))
        .isInstanceOf(IncidentLog.Conflict.class);
    assertThat(new AuditLog(database).verify()).isInstanceOf(AuditVerdict.Whole.class);
  }

  @Test
  void freezingIsKeptAndAudited() throws Exception {
    assertThat(incidents.freeze().on()).isFalse();
    IncidentEvent like = event("x", 1, new Happening.Acknowledged());
    incidents.freeze(new IncidentLog.Freeze(true, "ann", "wrong", AT), audit(like));
    assertThat(new StoredIncidents(database).freeze())
        .isEqualTo(new IncidentLog.Freeze(true, "ann", "wrong", AT));
  }

  @Test
  void nodesHearOfEachOtherAsLongAsTheyLive() throws Exception {
    StoredNodeReports reports = new StoredNodeReports(database);
    NodeReports.Report one = new NodeReports.Report("n1", AT, 7,
        Map.of("flip-7", new NodeReports.Seen(200, 199)));
    reports.report(one);
    reports.report(new NodeReports.Report("n2", AT - 9_000, 6, Map.of()));
    assertThat(reports.live(AT - 5_000)).containsExactly(one);
    reports.report(new NodeReports.Report("n2", AT, 7, Map.of()));
    assertThat(reports.live(AT - 5_000)).hasSize(2);
  }
}
