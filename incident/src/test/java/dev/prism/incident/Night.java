package dev.prism.incident;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.Flip;
import dev.prism.routing.Primary;
import dev.prism.routing.RevisionMemory;
import dev.prism.routing.RouteControl;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.TargetSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A night on a virtual clock: routes over a real router, incidents over a log in memory. Every route has
/// the targets `live`, `old`, `older` and `fixed-answer`; `old` and `older` are safe.
final class Night {
  static final Instant START = Instant.parse("2026-11-24T23:07:00Z");
  final AtomicLong millis = new AtomicLong(START.toEpochMilli());
  final MemoryLog log = new MemoryLog();
  final RevisionMemory revisions = new RevisionMemory();
  final Router router = new Router(_ -> true, () -> millis.get() * 1_000_000,
      () -> Instant.ofEpochMilli(millis.get()), () -> 0.5);
  final RouteControl control = new RouteControl(router, revisions);
  final IncidentRecords records = new IncidentRecords(log,
      () -> Instant.ofEpochMilli(millis.get()));
  final SignalIntake intake = new SignalIntake(records);
  final Traces traces = new Traces();
  final NodeReports reports = NodeReports.alone();
  Runnable enough = () -> {};
  final WireWatch wire = new WireWatch(200, () -> router.table().revision().state().flips(),
      () -> enough.run());
  final IncidentKeeper keeper;
  final OnCall onCall;
  Evaluation.Result evaluated = new Evaluation.Result(Evaluation.Outcome.ABSENT, 0, 5, 0, 0,
      "the gate had nothing to catch");
  Evaluation.@Nullable Subject examined;
  List<String> golden = List.of();
  /// That what is served is kept.
  double chance = 1;
  private int numbers;

  Night(ContainSettings contain, String... routes) {
    this(contain, VerifySettings.DEFAULT, routes);
  }

  Night(ContainSettings contain, VerifySettings verify, String... routes) {
    Map<String, RouteSettings> settings = new LinkedHashMap<>();
    for (String route : routes) {
      settings.put(route, route());
    }
    ChangeResult loaded = control.load(new RoutingConfig(settings, Map.of(), Map.of()), _ -> true,
        ChangeNote.of("prism", "start"));
    if (!(loaded instanceof ChangeResult.Done)) {
      throw new IllegalStateException("not loaded: " + loaded);
    }
    keeper = new IncidentKeeper(records,
        new IncidentKeeper.Ports(router, control, traces, reports, Leadership.ALONE,
            CachePurge.NO_CACHE),
        new IncidentSettings(List.of(), IncidentSettings.DEFAULT_DETECT, contain, verify,
            List.of()));
    onCall = new OnCall(records, keeper, contain, subject -> {
      examined = subject;
      return evaluated;
    }, new ReviewGate() {
      @Override
      public Draft postmortem(Incident incident, Map<String, Object> typed) {
        return new Draft("postmortems/" + incident.id() + ".md", "# " + incident.id(), typed,
            typed.containsKey("root_cause") ? List.of() : List.of("the root cause"));
      }

      @Override
      public List<String> goldenEntries(String incident) {
        return golden;
      }
    });
  }

  private static RouteSettings route() {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    for (String name : List.of("live", "old", "older", "fixed-answer")) {
      targets.put(name, TargetSettings.of("p-" + name, "m-" + name));
    }
    RouteSettings plain = RouteSettings.of(targets, new Primary("live"));
    return new RouteSettings(plain.targets(), plain.strategy(), plain.copies(),
        List.of("old", "older"), plain.timeouts(), plain.retry(), plain.breaker(), plain.selector(),
        plain.affinity(), plain.onStreamBreak(), false, false, List.of(), List.of());
  }

  /// Every class may be contained, and however much traffic moved.
  static ContainSettings willing() {
    return of(100, 3, Duration.ofMinutes(15), 3);
  }

  static ContainSettings of(double cap, int routes, Duration cooldown, int latch) {
    return new ContainSettings(ContainSettings.Mode.AUTO, List.of(IncidentClass.values()), Map.of(),
        Map.of(), 80, cap, routes, cooldown, latch, ContainSettings.DEFAULT_TTL,
        ContainSettings.DEFAULT_MANUAL_TTL, ContainSettings.Confirm.DEFAULT);
  }

  void pass(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  /// One round of the leader, after this node has reported.
  void round() {
    try {
      reports.report(
          new NodeReports.Report("node", millis.get(), router.table().number(), wire.seen()));
    } catch (IncidentLog.Unavailable never) {
      throw new IllegalStateException(never);
    }
    keeper.round();
  }

  Incident take(Signal signal) throws IncidentLog.Unavailable {
    return intake.take(signal).orElseThrow();
  }

  Incident now(Incident incident) throws IncidentLog.Unavailable {
    return log.find(incident.id()).orElseThrow();
  }

  List<Flip> flips() {
    return router.table().revision().state().flips();
  }

  Signal leak(String route, String target, String... ids) {
    return check(route, target, "privacy_and_safety", "pii", ids);
  }

  Signal check(String route, String target, String rubric, String reason, String... ids) {
    return new Signal.CheckFailing(stream(route, target, rubric, "checks@1"), reason, millis.get(),
        millis.get() - 5_000, Math.max(1, ids.length), 100, 0, List.of(ids));
  }

  Signal drop(String route, String target, String rubric, double points) {
    return drop(stream(route, target, rubric, "judge@1"), points);
  }

  /// The same of a part of the route's traffic, as `attribute=value`.
  Signal dropIn(String cohort, String route, String target, String rubric, double points) {
    StreamKey whole = stream(route, target, rubric, "judge@1");
    return drop(new StreamKey(route, target, whole.promptVersion(), whole.model(), rubric,
        whole.judge(), cohort), points);
  }

  private Signal drop(StreamKey stream, double points) {
    return new Signal.ScoreDrop(stream, "e-sr", millis.get(), millis.get() - 18 * 60_000, points,
        points - 3, points + 3, 78, 55, false, List.of());
  }

  static StreamKey stream(String route, String target, String rubric, String judge) {
    return new StreamKey(route, target, "p@13", "m-" + target, rubric, judge, null);
  }

  /// An exchange that has ended, seen by the wire and remembered with its scores.
  TraceRecord served(String route, String target, String tenant, Score... scores) {
    Flip flip = flips().stream().filter(it -> it.route().equals(route)).findFirst().orElse(null);
    return served(route, target, tenant, flip == null ? null : flip.incident(), scores);
  }

  TraceRecord served(String route, String target, String tenant, @Nullable String incident,
      Score... scores) {
    return served(route, target, new Asking(tenant, Map.of()), incident, scores);
  }

  /// Who asks.
  ///
  /// @param metadata of the request
  record Asking(String tenant, Map<String, String> metadata) {}

  TraceRecord served(String route, String target, Asking asking, @Nullable String incident,
      Score... scores) {
    String id = "%032x".formatted(++numbers);
    TraceRecord trace = new TraceRecord(
        new TraceRecord.Ids(id, "%016x".formatted(numbers), null, "req-" + numbers),
        new TraceRecord.Caller(asking.tenant(), "session-" + numbers % 40, null, asking.metadata()),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, route, false, millis.get() * 1_000),
        new TraceRecord.Served(route, router.table().number(),
            incident == null ? "primary" : "fallback", target, "p", "m-" + target, null,
            !target.equals("live"), incident),
        List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 10,
            100),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(), TraceRecord.Texts.NONE);
    traces.all.add(new ScoredTrace(trace,
        List.of(scores)
            .stream()
            .map(score -> new Score(id, score.rubric(), score.value(), score.by(),
                score.probability(), score.atMicros(), score.reason(), null))
            .toList(),
        chance));
    wire.trace(trace);
    return trace;
  }

  static Score score(String rubric, double value, @Nullable String reason) {
    return new Score("-", rubric, value, new Score.By(Score.Kind.JUDGE, "judge", "1"), 1, 0, reason,
        null);
  }

  /// What has been served, newest first.
  static final class Traces implements ScoredTraces {
    final List<ScoredTrace> all = new ArrayList<>();

    @Override
    public Optional<ScoredTrace> find(String id) {
      return all.stream().filter(it -> it.trace().ids().traceId().equals(id)).findFirst();
    }

    @Override
    public List<ScoredTrace> list(Query query, int limit) {
      return all.reversed().stream().filter(it -> matches(query, it)).limit(limit).toList();
    }

    private static boolean matches(Query query, ScoredTrace it) {
      long at = it.trace().asked().startedAtMicros();
      return (query.route() == null || query.route().equals(it.trace().served().route()))
          && (query.target() == null || query.target().equals(it.trace().served().target()))
          && (query.sessionId() == null
              || Objects.equals(query.sessionId(), it.trace().caller().sessionId()))
          && (query.fromMicros() == null || at >= query.fromMicros())
          && (query.toMicros() == null || at < query.toMicros())
          && (query.failing() == null || query.failing() == it.isFailing());
    }

    @Override
    public void add(Score score) {
      throw new UnsupportedOperationException("nothing scores later here");
    }
  }
}
