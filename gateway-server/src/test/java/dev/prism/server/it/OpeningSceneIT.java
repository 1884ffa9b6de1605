package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.CheckSettings;
import dev.prism.evals.Reading;
import dev.prism.evals.ScoredTraces;
import dev.prism.evals.Scoring;
import dev.prism.evals.golden.AcceptedRun;
import dev.prism.evals.golden.AnswerCheck;
import dev.prism.evals.golden.Answers;
import dev.prism.evals.golden.Assertion;
import dev.prism.evals.golden.EvalGate;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.evals.golden.JudgeMemory;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.incident.CachePurge;
import dev.prism.incident.ContainSettings;
import dev.prism.incident.Evaluation;
import dev.prism.incident.FixKind;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentClass;
import dev.prism.incident.IncidentKeeper;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.IncidentRecords;
import dev.prism.incident.IncidentSettings;
import dev.prism.incident.Leadership;
import dev.prism.incident.NodeReports;
import dev.prism.incident.OnCall;
import dev.prism.incident.Severity;
import dev.prism.incident.Signal;
import dev.prism.incident.SignalIntake;
import dev.prism.incident.VerifySettings;
import dev.prism.incident.WireWatch;
import dev.prism.incident.cluster.ClusterSettings;
import dev.prism.incident.cluster.Clustering;
import dev.prism.incident.cluster.TraceReader;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.incident.review.GoldenReview;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.Flip;
import dev.prism.routing.PlainForm;
import dev.prism.routing.RevisionMemory;
import dev.prism.routing.RouteControl;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingConfig;
import dev.prism.store.Database;
import dev.prism.store.StoreSettings;
import dev.prism.store.StoredIncidents;
import dev.prism.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// 11:07 pm: factual grounding has dropped by 11 points, 47 failing traces form a cluster, the prompt
/// concatenates an empty retrieval block. Real scorers, detector, clusters, triage, containment, store and
/// gate, on a virtual clock; the model, the judge's figures and the customers are made up.
class OpeningSceneIT {
  private static final long SEED = 1107;
  private static final String ROUTE = "refund";
  private static final int DAY = 24 * 60;
  private static final int FAILING = 47;
  private static final int A_MINUTE = 20;
  private static final int JUDGED = 3;
  private static final double EMPTY = 0.14;
  private static final double USUAL = 4.1;
  private static final String DOCUMENT = "Refunds are paid within 14 days after the parcel has reached"
      + " our warehouse in Leipzig, to the card that was used.";
  private static final String GOOD = "Your refund is paid within 14 days after the parcel has reached"
      + " our warehouse in Leipzig.";
  private static final String BAD = "You receive the refund within 90 days at any partner branch in"
      + " Hamburg, in cash, once the manager Olsen has approved it.";

  @TempDir
  private Path folder;
  private final TestClock clock = TestClock.startingAt(Instant.parse("2026-11-20T22:49:00Z"));
  private final Random random = new Random(SEED);
  private final ConcurrentLinkedQueue<Signal> signals = new ConcurrentLinkedQueue<>();
  private final Memory traces = new Memory();
  private final Scoring scoring = Scoring.of(CheckSettings.DEFAULT);
  private final Router router = new Router(_ -> true, clock.nanos(), clock, random::nextDouble);
  private final RouteControl control = new RouteControl(router, new RevisionMemory());
  private final WireWatch wire = new WireWatch(200, () -> router.table().revision().state().flips(),
      () -> {});
  private final NodeReports reports = NodeReports.alone();
  private final Detection detection = new Detection(DetectSettings.DEFAULT,
      new Detection.Surroundings(signals::add, _ -> {}, _ -> false), clock);
  private final Clustering clustering = new Clustering(ClusterSettings.DEFAULT,
      TraceReader.STANDARD, signals::add, clock);
  private int number;

  @Test
  void fromTheFirstBadAnswerToTheGoldenEntry() throws Exception {
    control.load(new RoutingConfig(Map.of(ROUTE, route()), Map.of(), Map.of()), _ -> true,
        ChangeNote.of("prism", "start"));
    try (
        Database database = new Database(
            new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null));
        Clustering _ = clustering) {
      assertThat(database.awaitOpened(Duration.ofMinutes(1))).isTrue();
      IncidentRecords records = new IncidentRecords(new StoredIncidents(database), clock);
      quietDays();
      scene(records);
    }
  }

  /// Three days on which the judge learns what is usual; on the last of them the checks of all traffic do too.
  private void quietDays() {
    for (int minute = 0; minute < 3 * DAY; minute++) {
      boolean checked = minute >= 2 * DAY - 60;
      for (int i = 0; i < (checked ? A_MINUTE : JUDGED); i++) {
        TraceRecord trace = trace("current", false, null);
        List<Score> scores = checked
            ? new ArrayList<>(scoring.score(Reading.of(trace), clock.millis() * 1_000))
            : new ArrayList<>();
        if (i < JUDGED) {
          scores.add(judged(usual()));
        }
        detection.scored(new ScoredTrace(trace, scores));
      }
      next();
    }
    assertThat(signals).as("seed %d: three quiet days page nobody", SEED).isEmpty();
    traces.all.clear();
  }

  private void scene(IncidentRecords records) throws Exception {
    GoldenSet golden = new GoldenSet(folder.resolve("golden"));
    AnswerCheck check = new AnswerCheck(RubricScorer.NONE, JudgeMemory.inMemory());
    GoldenReview review = new GoldenReview(golden, traces, answers(), check);
    IncidentSettings settings = settings();
    IncidentKeeper keeper = new IncidentKeeper(records, new IncidentKeeper.Ports(router, control,
        traces, reports, Leadership.ALONE, CachePurge.NO_CACHE), settings);
    OnCall onCall = new OnCall(records, keeper, settings.contain(), review, review);
    SignalIntake intake = new SignalIntake(records);
    Instant onset = clock.instant();

    int failing = 0;
    long paged = -1;
    boolean clustered = false;
    while (failing < FAILING) {
      failing += badMinute("current");
      clustering.runNow().get();
      for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
        clustered |= signal instanceof Signal.Clustered cluster
            && cluster.cluster().subtype().equals("empty_retrieval");
        System.err.printf("%d min, %d failing: %s%n", minutesSince(onset), failing, signal);
        intake.take(signal);
        paged = paged < 0 ? minutesSince(onset) : paged;
      }
    }
    assertThat(minutesSince(onset)).as("47 failing traces, seed %d", SEED).isBetween(12L, 24L);
    assertThat(pointsLost()).as("the drop, seed %d", SEED).isBetween(8.0, 14.0);
    assertThat(paged).as("paged while the evidence comes in, seed %d", SEED).isBetween(0L, 6L);
    assertThat(clustered).as("seed %d: the empty retrieval block is named", SEED).isTrue();
    keeper.round();
    Incident incident = records.log().open().getFirst();
    assertThat(records.log().open()).as("two alerts, one incident").hasSize(1);
    assertThat(incident.classification().orElseThrow().type())
        .isEqualTo(IncidentClass.HALLUCINATION);
    assertThat(incident.severity()).isEqualTo(Severity.S2);
    contained(records.log(), keeper, incident);
    learnt(onCall, golden, check, incident);
  }

  private void contained(IncidentLog log, IncidentKeeper keeper, Incident incident)
      throws Exception {
    assertThat(flips()).singleElement()
        .satisfies(flip -> assertThat(flip.to().target()).isEqualTo("previous"));
    clock.advance(Duration.ofSeconds(2));
    for (int i = 0; i < 200; i++) {
      wire.trace(trace("previous", false, incident.id()));
    }
    reports.report(
        new NodeReports.Report("node", clock.millis(), router.table().number(), wire.seen()));
    keeper.round();
    Incident now = log.find(incident.id()).orElseThrow();
    assertThat(now.state().word()).isEqualTo("contained");
    assertThat(now.last(Happening.Confirmed.class).orElseThrow().proof().responses())
        .isEqualTo(200);
  }

  private void learnt(OnCall onCall, GoldenSet golden, AnswerCheck check, Incident incident)
      throws Exception {
    String id = incident.id();
    Incident evaluated = onCall.evaluate(id, "ann").orElseThrow();
    assertThat(evaluated.last(Happening.Evaluated.class).orElseThrow().result().outcome())
        .isEqualTo(Evaluation.Outcome.ABSENT);
    golden.add(GoldenEntry
        .of("refund-empty-block", ROUTE, "When is my refund paid?",
            List.of(new Assertion.Contains("14 days")), clock.instant(), "ann")
        .labelled("hallucination", "factual_grounding", "the retrieval block is empty",
            new GoldenEntry.Source(id, incident.traceIds().getFirst(), null, "refund@13", null)));
    EvalGate gate = new EvalGate(answers(), check, EvalGate.Settings.DEFAULT);
    assertThat(gate.run(golden.all(), "current", AcceptedRun.NONE, (_, _) -> {}).passed())
        .as("the gate fails on the bad target")
        .isFalse();
    assertThat(gate.run(golden.all(), "previous", AcceptedRun.NONE, (_, _) -> {}).passed())
        .as("and passes on the fix")
        .isTrue();
    onCall.fix(id, "ann",
        new Happening.FixRecorded(FixKind.NEW_TEMPLATE, "no empty block", "current", "c0ffee"));
    onCall.keeper().verification().attest(id, "ann", "two hours without an empty block");
    onCall.keeper().verification().release(id, "ann", "fixed");
    onCall.postmortem(id, "ann",
        Map.of("root_cause", "refund@13 concatenates an empty block", "lessons",
            "the gate had no case with an empty block", "action_items",
            List.of(Map.of("text", "run the entry", "owner", "evals", "due", "2026-12-04"))));
    assertThat(onCall.close(id, "ann", "learnt").orElseThrow().state().word()).isEqualTo("closed");
  }

  /// Twenty answers, of which about one in seven comes from an empty block.
  ///
  /// @return how many
  private int badMinute(String target) {
    int failing = 0;
    for (int i = 0; i < A_MINUTE; i++) {
      boolean empty = random.nextDouble() < EMPTY;
      failing += empty ? 1 : 0;
      TraceRecord trace = trace(target, empty, null);
      List<Score> scores = new ArrayList<>(
          scoring.score(Reading.of(trace), clock.millis() * 1_000));
      if (i < JUDGED) {
        scores.add(new Score(trace.ids().traceId(), "factual_grounding", empty ? 1 : usual(),
            new Score.By(Score.Kind.JUDGE, "judge", "1"), 0.15, clock.millis() * 1_000, null,
            null));
      }
      ScoredTrace scored = new ScoredTrace(trace, scores);
      traces.all.add(scored);
      detection.scored(scored);
      clustering.scored(scored);
    }
    next();
    return failing;
  }

  private void next() {
    clock.advance(Duration.ofMinutes(1));
    detection.tick();
  }

  /// By how many points of 0 to 100 the judge's mean lies below its usual one.
  private double pointsLost() {
    double mean = traces.all.stream()
        .flatMap(it -> it.scores().stream())
        .filter(score -> score.by().kind() == Score.Kind.JUDGE)
        .mapToDouble(Score::percent)
        .average()
        .orElseThrow();
    return (USUAL - 1) * 25 - mean;
  }

  private double usual() {
    return Math.clamp(USUAL + 0.7 * random.nextGaussian(), 1, 5);
  }

  private Score judged(double value) {
    return new Score("%032x".formatted(number), "factual_grounding", value,
        new Score.By(Score.Kind.JUDGE, "judge", "1"), 0.15, clock.millis() * 1_000, null, null);
  }

  private TraceRecord trace(String target, boolean empty, @Nullable String incident) {
    number++;
    String content = "Context:\\n" + (empty ? "" : DOCUMENT) + "\\n\\nQuestion: when is refund "
        + number + " paid?";
    return new TraceRecord(
        new TraceRecord.Ids("%032x".formatted(number), "%016x".formatted(number), null,
            "req-" + number),
        new TraceRecord.Caller("acme", "session-" + number, null, Map.of()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, ROUTE, false, clock.millis() * 1_000),
        new TraceRecord.Served(ROUTE, router.table().number(),
            incident == null ? "primary" : "fallback", target, "up", "m",
            target.equals("current") ? "refund@13" : "refund@12", incident != null, incident),
        List.of(),
        new TraceRecord.Outcome(
            TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 10, 100),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(),
        new TraceRecord.Texts(
            TraceText.of("{\"model\":\"refund\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + content + "\"}]}"),
            empty ? BAD : GOOD, false));
  }

  private List<Flip> flips() {
    return router.table().revision().state().flips();
  }

  private long minutesSince(Instant onset) {
    return Duration.between(onset, clock.instant()).toMinutes();
  }

  private static Answers answers() {
    return (_, target) -> new Answers.Answer("current".equals(target) ? BAD : GOOD,
        target == null ? "previous" : target, "m", null);
  }

  private static RouteSettings route() {
    return PlainForm.read(RouteSettings.class,
        Map.of("targets",
            Map.of("current", Map.of("provider", "up", "model", "m"), "previous",
                Map.of("provider", "up", "model", "m")),
            "strategy", Map.of("primary", "current"), "safe", List.of("previous")));
  }

  private static IncidentSettings settings() {
    ContainSettings contain = new ContainSettings(ContainSettings.Mode.AUTO,
        List.of(IncidentClass.values()), Map.of(), Map.of(), 80, 100, 3, Duration.ofMinutes(15), 3,
        Duration.ofHours(4), Duration.ofHours(24), ContainSettings.Confirm.DEFAULT);
    return new IncidentSettings(List.of(), DetectSettings.DEFAULT, contain, VerifySettings.DEFAULT,
        List.of());
  }

  /// What has been answered, newest first.
  private static final class Memory implements ScoredTraces {
    private final List<ScoredTrace> all = new ArrayList<>();

    @Override
    public Optional<ScoredTrace> find(String id) {
      return all.stream().filter(it -> it.trace().ids().traceId().equals(id)).findFirst();
    }

    @Override
    public List<ScoredTrace> list(Query query, int limit) {
      return all.reversed()
          .stream()
          .filter(it -> query.route() == null || query.route().equals(it.trace().served().route()))
          .filter(
              it -> query.target() == null || query.target().equals(it.trace().served().target()))
          .filter(it -> query.sessionId() == null
              || Objects.equals(query.sessionId(), it.trace().caller().sessionId()))
          .filter(it -> query.fromMicros() == null
              || it.trace().asked().startedAtMicros() >= query.fromMicros())
          .filter(it -> query.failing() == null || query.failing() == it.isFailing())
          .limit(limit)
          .toList();
    }

    @Override
    public void add(Score score) {
      throw new UnsupportedOperationException("nothing scores later here");
    }
  }
}
