package dev.prism.server.gameday;

import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.CachePurge;
import dev.prism.incident.ContainSettings;
import dev.prism.incident.FlipPlan;
import dev.prism.incident.GateClosed;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentKeeper;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.IncidentMemory;
import dev.prism.incident.IncidentRecords;
import dev.prism.incident.IncidentSettings;
import dev.prism.incident.Leadership;
import dev.prism.incident.NodeReports;
import dev.prism.incident.Signal;
import dev.prism.incident.SignalIntake;
import dev.prism.incident.VerifySettings;
import dev.prism.incident.detect.DetectSettings;
import dev.prism.incident.detect.Detection;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.Flip;
import dev.prism.routing.Primary;
import dev.prism.routing.RevisionMemory;
import dev.prism.routing.RouteControl;
import dev.prism.routing.RouteSettings;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.TargetSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One night, played whole.
final class NightRun {
  private static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  /// A judge marks no more than so many answers of a route in a minute.
  private static final int MOST_JUDGED = 40;
  /// What an on-call who was told what to do needs to do it.
  private static final long CLICK_MILLIS = 120_000;
  private static final int ELSEWHERE = 4;
  private static final int HORIZON = 1_440;
  private static final double TENANTS = 6;

  private final Scenario scenario;
  private final AtomicLong millis = new AtomicLong(START);
  private final Deque<Signal> signals = new ArrayDeque<>();
  private final Remembered traces = new Remembered();
  private final IncidentMemory log = new IncidentMemory();
  private final Router router;
  private final RouteControl control;
  private final Customers customers;
  private final Detection detection;
  private final IncidentRecords records;
  private final IncidentKeeper keeper;
  private final SignalIntake intake;
  private int falsePages;
  private @Nullable Incident incident;
  private double shipped;
  private double collateral;
  private @Nullable Long flippedAt;
  private boolean byItself;

  NightRun(Scenario scenario) {
    this.scenario = scenario;
    Clock clock = new Virtual(millis);
    router = new Router(_ -> true, () -> millis.get() * 1_000_000, clock, () -> 0.5);
    control = new RouteControl(router, new RevisionMemory());
    control
        .load(new RoutingConfig(
            Map.of(Customers.ROUTE, route(!scenario.fallback().equals("missing")),
                Customers.ELSEWHERE, RouteSettings.of("only", TargetSettings.of("sim", "only"))),
            Map.of(), Map.of()), _ -> true, ChangeNote.of("prism", "game day"));
    customers = new Customers(scenario, router);
    records = new IncidentRecords(log, clock);
    intake = new SignalIntake(records);
    keeper = new IncidentKeeper(records, new IncidentKeeper.Ports(router, control, traces,
        NodeReports.alone(), Leadership.ALONE, CachePurge.NO_CACHE), settings(scenario));
    detection = new Detection(DetectSettings.DEFAULT,
        new Detection.Surroundings(signals::add, _ -> {}, _ -> !log.open().isEmpty()), clock);
  }

  /// The clock of the night.
  private static final class Virtual extends Clock {
    private final AtomicLong millis;

    Virtual(AtomicLong millis) {
      this.millis = millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static RouteSettings route(boolean hasSafe) {
    Map<String, TargetSettings> targets = new LinkedHashMap<>();
    targets.put("live", TargetSettings.of("sim", "live"));
    targets.put("old", TargetSettings.of("sim", "old"));
    RouteSettings plain = RouteSettings.of(targets, new Primary("live"));
    return new RouteSettings(plain.targets(), plain.strategy(), plain.copies(),
        hasSafe ? List.of("old") : List.of(), plain.timeouts(), plain.retry(), plain.breaker(),
        plain.selector(), plain.affinity(), plain.onStreamBreak(), false, false, List.of(),
        List.of());
  }

  /// As it comes, but for the rails that a config names.
  private static IncidentSettings settings(Scenario scenario) {
    ContainSettings usual = ContainSettings.DEFAULT;
    ContainSettings contain = new ContainSettings(usual.mode(), usual.classes(),
        Map.of("pii-leak", List.of("no-leaks"), "jailbreak", List.of("attacks")), Map.of(),
        usual.coverPercent(), usual.capPercent(), usual.capRoutes(), usual.cooldown(),
        usual.latch(), usual.ttl(), usual.manualTtl(), usual.confirm());
    return new IncidentSettings(scenario.regulated() ? List.of(Customers.ROUTE) : List.of(),
        DetectSettings.DEFAULT, contain, VerifySettings.DEFAULT, List.of());
  }

  /// @param folder for the golden set of the night
  NightResult run(Path folder) throws IOException, IncidentLog.Unavailable, GateClosed {
    int end = scenario.minutes();
    for (int minute = 0; minute < end; minute++) {
      millis.set(START + minute * MINUTE);
      boolean trouble = !scenario.isNull() && minute >= scenario.onset();
      if (!trouble && incident != null) {
        incident = null;
      }
      minute(trouble, minute);
      if (trouble && minute >= scenario.onset() + HORIZON) {
        break;
      }
    }
    return result(folder);
  }

  private void minute(boolean trouble, int minute) throws IncidentLog.Unavailable, GateClosed {
    customers.elsewhere(ELSEWHERE);
    if (trouble) {
      leaks();
      double bad = scenario.perMinute() * scenario.badShare() * inForce();
      shipped += bad;
      collateral += flips().isEmpty()
          ? 0
          : scenario.perMinute() * (1 - scenario.badShare()) * covered();
    }
    int judged = Math.min(MOST_JUDGED, customers.of(scenario.perMinute() * scenario.sampling()));
    for (int i = 0; i < judged; i++) {
      hear(customers.judged(trouble, millis.get()));
    }
    detection.tick();
    notice(trouble);
    if (!log.open().isEmpty()) {
      look(trouble);
    }
    if (!trouble && minute < scenario.onset()) {
      forget();
    }
  }

  /// Each in its own second of the minute.
  private void leaks() throws IncidentLog.Unavailable, GateClosed {
    int leaks = customers.of(scenario.perMinute() * scenario.leaks() / 1_000 * inForce());
    long start = millis.get();
    for (int i = 0; i < leaks; i++) {
      millis.set(start + i * MINUTE / (leaks + 1));
      hear(customers.leaked(millis.get()));
      notice(true);
      if (!log.open().isEmpty()) {
        look(true);
      }
    }
    millis.set(start + MINUTE - 1);
  }

  private void hear(ScoredTrace scored) {
    traces.add(scored);
    detection.scored(scored);
  }

  private void notice(boolean trouble) throws IncidentLog.Unavailable {
    for (Signal signal = signals.poll(); signal != null; signal = signals.poll()) {
      Optional<Incident> taken = intake.take(signal);
      if (taken.isPresent() && taken.get().events().size() == 1) {
        if (trouble) {
          incident = incident == null ? taken.get() : incident;
        } else {
          falsePages++;
        }
      }
    }
  }

  private void look(boolean trouble) throws IncidentLog.Unavailable, GateClosed {
    keeper.round();
    if (incident == null || !trouble) {
      return;
    }
    Incident now = log.find(incident.id()).orElseThrow();
    boolean suggested = now.last(Happening.Considered.class)
        .filter(it -> it.course().equals("suggest"))
        .isPresent();
    if (flips().isEmpty() && suggested && millis.get() - now.openedAtMillis() >= CLICK_MILLIS) {
      Optional<FlipPlan> plan = keeper.containment().plan(now);
      if (plan.isPresent()) {
        keeper.containment().flip(now.id(), plan.get(), "on-call", "as suggested");
      }
    }
    List<Flip> flips = flips();
    if (flippedAt == null && !flips.isEmpty()) {
      flippedAt = millis.get();
      byItself = flips.getFirst().author().equals("prism");
    }
  }

  /// A false alarm before the onset is called one, and what it did is taken back.
  private void forget() throws IncidentLog.Unavailable, GateClosed {
    for (Incident open : log.open()) {
      keeper.verification().release(open.id(), "on-call", "a false alarm");
      records.record(open.id(), "on-call", "a false alarm", _ -> new Happening.FalselyAlarmed());
    }
  }

  private List<Flip> flips() {
    return router.table().revision().state().flips();
  }

  /// How much of the trouble gets through what is in force now, 0 to 1.
  private double inForce() {
    double through = 1;
    for (Flip flip : flips()) {
      String target = flip.to().target();
      boolean railed = !flip.to().rails().isEmpty()
          && (scenario.truth().equals("pii_leak") || scenario.truth().equals("jailbreak"));
      double left = railed ? 0 : target == null ? 1 : customers.badness(target);
      through = Math.min(through, 1 - covered(flip) + covered(flip) * left);
    }
    return through;
  }

  private double covered() {
    return flips().stream()
        .filter(flip -> flip.to().target() != null)
        .mapToDouble(NightRun::covered)
        .max()
        .orElse(0);
  }

  private static double covered(Flip flip) {
    return flip.scope().tenants().isEmpty()
        ? 1
        : Math.min(1, flip.scope().tenants().size() / TENANTS);
  }

  private NightResult result(Path folder) throws IncidentLog.Unavailable, GateClosed {
    Incident seen = incident == null ? null : log.find(incident.id()).orElseThrow();
    double horizon = scenario.isNull()
        ? 0
        : Math.min(HORIZON, scenario.minutes() - scenario.onset());
    long onset = START + scenario.onset() * MINUTE;
    Double delay = seen == null ? null : (seen.openedAtMillis() - onset) / (double) MINUTE;
    Double contained = seen == null || flippedAt == null
        ? null
        : (flippedAt - seen.openedAtMillis()) / (double) MINUTE;
    int made = seen == null ? 0 : (int) seen.all(Happening.Flipped.class).count();
    String named = seen == null
        ? null
        : seen.classification().map(it -> it.type().word()).orElse(null);
    String severity = seen == null ? null : seen.severity().name();
    Aftermath after = seen == null || flippedAt == null
        ? new Aftermath(null, null, false)
        : new AfterTheNight(scenario, records, keeper, traces, customers, millis).of(seen, folder);
    return new NightResult(scenario, falsePages,
        scenario.isNull() ? scenario.minutes() : scenario.onset(), delay, contained, byItself,
        shipped, scenario.perMinute() * scenario.badShare() * horizon, made, collateral, named,
        severity, after.outcome(), after.widened(), after.verified());
  }

  /// @param outcome  whether the evaluation said what is true, null when it did not run
  /// @param widened  percent of the canary, null when none ran
  record Aftermath(@Nullable Boolean outcome, @Nullable Double widened, boolean verified) {}
}
