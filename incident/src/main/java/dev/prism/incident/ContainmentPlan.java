package dev.prism.incident;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Works out what would contain an incident: to which safe target, with which rails, for whom.
final class ContainmentPlan {
  static final int MOST_HOPS = 2;
  private static final int LOOKED_AT = 2_000;
  private static final long LOOK_BACK_MILLIS = 15 * 60_000L;

  private final RouteFacts routes;
  private final ScoredTraces traces;
  private final ContainSettings settings;

  ContainmentPlan(RouteFacts routes, ScoredTraces traces, ContainSettings settings) {
    this.routes = routes;
    this.traces = traces;
    this.settings = settings;
  }

  /// Whose traffic goes where, and how much that is.
  ///
  /// @param routeShare the route's share of all traffic, 0 to 1
  /// @return empty when there is nothing to flip to
  Optional<FlipPlan> of(Incident incident, long nowMillis, double routeShare) {
    List<TraceRecord> failing = failing(incident).stream().map(ScoredTrace::trace).toList();
    List<TraceRecord> recent = recent(incident, nowMillis);
    Set<String> bad = badTargets(incident, failing);
    IncidentClass type = incident.classification()
        .map(Happening.Classified::type)
        .orElse(IncidentClass.DRIFT);
    List<String> rails = settings.railsFor(type);
    boolean scannersAreEnough = type == IncidentClass.JAILBREAK && !rails.isEmpty();
    int hop = hop(incident);
    String target = scannersAreEnough ? null : safeTarget(incident, bad, hop).orElse(null);
    if (target == null && rails.isEmpty()) {
      return Optional.empty();
    }
    ScopeChoice.Chosen chosen = ScopeChoice.of(failing, recent, settings.coverPercent() / 100);
    double moved = target == null
        ? 0
        : routeShare * chosen.share() * badShare(bad, recent, chosen.scope());
    return Optional.of(plan(incident, chosen, target, rails, hop, moved));
  }

  private FlipPlan plan(Incident incident, ScopeChoice.Chosen chosen, @Nullable String target,
      List<String> rails, int hop, double moved) {
    Scope scope = chosen.scope();
    return new FlipPlan(incident.route(), target, rails, scope.tenants(), scope.sessions(),
        scope.metadata(), incident.severity() == Severity.S1, settings.ttl().toMillis(), hop,
        chosen.covers(), moved);
  }

  /// The same without its target, for when the traffic may not be moved but may be looked through.
  static Optional<FlipPlan> railsOnly(FlipPlan plan) {
    return plan.rails().isEmpty() || plan.target() == null
        ? Optional.empty()
        : Optional
            .of(new FlipPlan(plan.route(), null, plan.rails(), plan.tenants(), plan.sessions(),
                plan.metadata(), plan.cut(), plan.ttlMillis(), plan.hop(), plan.covers(), 0));
  }

  /// The first safe target that has not failed and can take traffic; after two hops the static answer.
  private Optional<String> safeTarget(Incident incident, Set<String> bad, int hop) {
    String fixed = settings.staticTargets().get(incident.route());
    if (hop <= MOST_HOPS) {
      List<String> left = routes.safe(incident.route())
          .stream()
          .filter(name -> !bad.contains(name) && !name.equals(fixed))
          .toList();
      Optional<String> healthy = left.stream()
          .filter(name -> routes.isHealthy(incident.route(), name))
          .findFirst();
      if (!left.isEmpty()) {
        return healthy.or(() -> left.stream().findFirst());
      }
    }
    return Optional.ofNullable(fixed)
        .filter(name -> !bad.contains(name) && routes.hasTarget(incident.route(), name));
  }

  static int hop(Incident incident) {
    return (int) incident.all(Happening.SafeTargetBad.class).count();
  }

  /// What must not serve: the targets that the signals name, else the one that most failures came from,
  /// else whatever the route serves; and every safe target that failed too.
  Set<String> badTargets(Incident incident, List<TraceRecord> failing) {
    Set<String> bad = new LinkedHashSet<>();
    incident.signals().forEach(note -> {
      String target = note.target();
      if (target != null) {
        bad.add(target);
      }
    });
    if (bad.isEmpty()) {
      Map<String, Integer> counts = new HashMap<>();
      failing.forEach(trace -> counts.merge(trace.served().target(), 1, Integer::sum));
      counts.remove("");
      counts.entrySet()
          .stream()
          .max(Map.Entry.comparingByValue())
          .ifPresent(most -> bad.add(most.getKey()));
    }
    if (bad.isEmpty()) {
      routes.home(incident.route()).stream().findFirst().ifPresent(bad::add);
    }
    incident.all(Happening.SafeTargetBad.class).forEach(it -> bad.add(it.target()));
    return bad;
  }

  /// The failing exchanges that are still known: those that the signals named, and what else failed on the
  /// route since it began.
  List<ScoredTrace> failing(Incident incident) {
    Map<String, ScoredTrace> found = new HashMap<>();
    incident.traceIds()
        .forEach(id -> traces.find(id).ifPresent(it -> found.put(it.trace().ids().traceId(), it)));
    long from = Math.max(incident.onsetMillis(), incident.openedAtMillis() - LOOK_BACK_MILLIS);
    traces.list(
        new ScoredTraces.Query(incident.route(), null, null, null, null, from * 1_000, null, true),
        LOOKED_AT).forEach(it -> found.putIfAbsent(it.trace().ids().traceId(), it));
    return List.copyOf(found.values());
  }

  private List<TraceRecord> recent(Incident incident, long nowMillis) {
    return traces
        .list(ScoredTraces.Query.ofRoute(incident.route(), (nowMillis - LOOK_BACK_MILLIS) * 1_000,
            (nowMillis + LOOK_BACK_MILLIS) * 1_000), LOOKED_AT)
        .stream()
        .map(ScoredTrace::trace)
        .toList();
  }

  /// Of the scope's traffic, the share that the bad targets serve; all of it when nothing is known.
  private static double badShare(Set<String> bad, List<TraceRecord> recent, Scope scope) {
    long within = 0;
    long served = 0;
    for (TraceRecord trace : recent) {
      if (scope.mayCover(trace.caller()) && !trace.served().target().isEmpty()) {
        within++;
        served += bad.contains(trace.served().target()) ? 1 : 0;
      }
    }
    return within == 0 ? 1 : (double) served / within;
  }
}
