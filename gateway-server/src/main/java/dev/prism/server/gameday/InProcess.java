package dev.prism.server.gameday;

import dev.prism.evals.JudgeSettings;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.CachePurge;
import dev.prism.incident.FlipPlan;
import dev.prism.incident.GateClosed;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentKeeper;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.IncidentMemory;
import dev.prism.incident.IncidentRecords;
import dev.prism.incident.Leadership;
import dev.prism.incident.NodeReports;
import dev.prism.incident.Signal;
import dev.prism.incident.SignalIntake;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.incident.detect.SavedStream;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.RequestFacts;
import dev.prism.routing.RevisionMemory;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingDecision;
import dev.prism.routing.ServingPlan;
import dev.prism.routing.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The parts of a gateway that decide, wired together without its network: router, detection, triage,
/// containment, verification. What a model would say is not said, only who would say it.
final class InProcess implements Stage {
  static final String ROUTE = "route";
  static final Score.By JUDGE = new Score.By(Score.Kind.APPLICATION, "game-day", "1");
  private static final long WARM_MILLIS = JudgeSettings.DEFAULT_WARM_FOR.toMillis();
  private static final Score.By CHECKS = new Score.By(Score.Kind.CHECK, "checks", "1");

  private final Scenario scenario;
  private final NightMarks marks;
  private final Path folder;
  private final NightClock clock;
  private final Deque<Signal> signals = new ArrayDeque<>();
  private final Remembered traces = new Remembered();
  private final IncidentMemory log = new IncidentMemory();
  private final Router router;
  private final Detection detection;
  private final IncidentRecords records;
  private final IncidentKeeper keeper;
  private final SignalIntake intake;
  private final Map<String, TraceRecord> asked = new LinkedHashMap<>();
  private int number;
  private long warmUntilMillis;

  /// @param folder for the golden set of the night
  InProcess(Scenario scenario, NightMarks marks, Path folder, long startMillis,
      DetectSettings detect) {
    this.scenario = scenario;
    this.marks = marks;
    this.folder = folder;
    clock = new NightClock(startMillis);
    router = new Router(_ -> true, () -> clock.millis() * 1_000_000, clock, () -> 0.5);
    RouteControl control = new RouteControl(router, new RevisionMemory());
    control.load(NightConfig.routing(scenario), _ -> true, ChangeNote.of("prism", "game day"));
    records = new IncidentRecords(log, clock);
    intake = new SignalIntake(records);
    keeper = new IncidentKeeper(records, new IncidentKeeper.Ports(router, control, traces,
        NodeReports.alone(), Leadership.ALONE, CachePurge.NO_CACHE),
        NightConfig.incidents(scenario));
    detection = new Detection(detect,
        new Detection.Surroundings(signals::add,
            _ -> warmUntilMillis = clock.millis() + WARM_MILLIS, _ -> !log.open().isEmpty()),
        clock);
  }

  /// What detection has learnt so far.
  List<SavedStream> learnt() {
    return detection.save(0);
  }

  @Override
  public void at(long millis) {
    clock.set(millis);
  }

  @Override
  public double sampling() {
    return clock.millis() < warmUntilMillis
        ? Math.max(scenario.sampling(), JudgeSettings.DEFAULT_WARM_SAMPLE)
        : scenario.sampling();
  }

  @Override
  public Served ask(Customer customer) throws IOException {
    ServingPlan plan = route(ROUTE, customer);
    Target target = plan.targets().getFirst();
    boolean railed = plan.incident() != null && !rails().isEmpty();
    boolean leaked = customer.leaky() && marks.isBad(target.name()) && !railed;
    TraceRecord trace = trace(customer,
        new TraceRecord.Served(ROUTE, plan.revision(), plan.strategy(), target.name(),
            target.provider(), target.model(), null, plan.isFallback(target), plan.incident()));
    asked.clear();
    asked.put(trace.ids().traceId(), trace);
    if (leaked) {
      hear(new ScoredTrace(trace, List.of(new Score(trace.ids().traceId(), "privacy_and_safety", 1,
          CHECKS, 1, clock.millis() * 1_000, "pii", null))));
    }
    return new Served(trace.ids().traceId(), target.name(), plan.revision(), plan.incident(),
        leaked);
  }

  @Override
  public void mark(Served served, Map<String, Double> given) {
    TraceRecord trace = asked.get(served.traceId());
    if (trace == null) {
      throw new IllegalStateException("only the newest answer is marked");
    }
    List<Score> scores = new ArrayList<>();
    given.forEach((rubric, value) -> scores.add(new Score(served.traceId(), rubric, value, JUDGE,
        sampling(), clock.millis() * 1_000, null, null)));
    hear(new ScoredTrace(trace, scores));
  }

  private void hear(ScoredTrace scored) {
    traces.add(scored);
    detection.scored(scored);
  }

  @Override
  public void elsewhere(int requests) {
    for (int i = 0; i < requests; i++) {
      route(NightConfig.ELSEWHERE, new Customer("x" + number + "-" + i, 0, false, false));
    }
  }

  private ServingPlan route(String route, Customer customer) {
    RequestFacts facts = new RequestFacts(
        new RequestFacts.Caller(customer.session(), null, "tenant-" + customer.tenant(), false,
            null, "r" + number),
        route, route, false, 0, Crowd.metadata(scenario, customer), _ -> null);
    return switch (router.decide(facts)) {
      case RoutingDecision.Forward(ServingPlan plan) -> plan;
      case RoutingDecision.Refuse refuse ->
        throw new IllegalStateException("a game day's request is refused: " + refuse);
    };
  }

  private TraceRecord trace(Customer customer, TraceRecord.Served served) {
    String id = "%032x".formatted(++number);
    return new TraceRecord(new TraceRecord.Ids(id, "%016x".formatted(number), null, "r" + number),
        new TraceRecord.Caller("tenant-" + customer.tenant(), customer.session(), null,
            Crowd.metadata(scenario, customer)),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, ROUTE, false, clock.millis() * 1_000),
        served, List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 10,
            100),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(), TraceRecord.Texts.NONE);
  }

  @Override
  public void settle() throws IOException {
    detection.tick();
    try {
      for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
        intake.take(signal);
      }
      if (!log.open().isEmpty()) {
        keeper.round();
      }
    } catch (IncidentLog.Unavailable away) {
      throw new IOException(away);
    }
  }

  @Override
  public @Nullable Seen incident() {
    Optional<Incident> oldest = log.open()
        .stream()
        .min(Comparator.comparingLong(Incident::openedAtMillis));
    if (oldest.isEmpty()) {
      return null;
    }
    Incident now = oldest.get();
    Optional<Happening.Classified> named = now.classification();
    return new Seen(now.id(), now.openedAtMillis(), named.map(it -> it.type().word()).orElse(null),
        named.isPresent() ? now.severity().name() : null,
        now.last(Happening.Considered.class)
            .filter(it -> it.course().equals("suggest"))
            .isPresent(),
        byItself(now), rails(), (int) now.all(Happening.Flipped.class).count());
  }

  private static @Nullable Boolean byItself(Incident now) {
    return now.events()
        .stream()
        .filter(event -> event.what() instanceof Happening.Flipped)
        .findFirst()
        .map(event -> event.who().equals(IncidentRecords.PRISM))
        .orElse(null);
  }

  private List<String> rails() {
    return router.table()
        .revision()
        .state()
        .flips()
        .stream()
        .flatMap(flip -> flip.to().rails().stream())
        .toList();
  }

  @Override
  public void click(Seen incident) throws IOException {
    try {
      Incident now = log.find(incident.id()).orElseThrow();
      Optional<FlipPlan> plan = keeper.containment().plan(now);
      if (plan.isPresent()) {
        keeper.containment().flip(now.id(), plan.get(), "on-call", "as suggested");
      }
    } catch (GateClosed | IncidentLog.Unavailable problem) {
      throw new IOException(problem);
    }
  }

  @Override
  public void dismiss(Seen incident) throws IOException {
    try {
      keeper.verification().release(incident.id(), "on-call", "a false alarm");
      records.record(incident.id(), "on-call", "a false alarm",
          _ -> new Happening.FalselyAlarmed());
    } catch (GateClosed | IncidentLog.Unavailable problem) {
      throw new IOException(problem);
    }
  }

  @Override
  public Aftermath after(Seen incident) throws IOException {
    try {
      return new AfterTheNight(scenario, marks, this, traces)
          .of(log.find(incident.id()).orElseThrow(), folder, records, keeper);
    } catch (GateClosed | IncidentLog.Unavailable problem) {
      throw new IOException(problem);
    }
  }

  /// A canary's answer of one of the two arms, marked.
  void canary(String target, Map<String, Double> given) {
    TraceRecord trace = trace(new Customer("s" + number, 0, true, false),
        new TraceRecord.Served(ROUTE, router.table().number(), "canary", target, "sim", target,
            null, !target.equals(NightMarks.LIVE), null));
    asked.clear();
    asked.put(trace.ids().traceId(), trace);
    mark(new Served(trace.ids().traceId(), target, 0, null, false), given);
  }

  /// Lets time pass, and the leader look.
  void pass(long millis) {
    clock.set(clock.millis() + millis);
    keeper.round();
  }

  @Override
  public void close() {}
}
