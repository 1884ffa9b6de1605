package dev.prism.incident;

import dev.prism.exchange.ScoredTrace;
import dev.prism.routing.Flip;
import dev.prism.routing.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Works out what would contain an incident: to which safe target, with which rails, for whom.
final class ContainmentPlan {
  static final int MOST_HOPS = 2;
  /// Fewer say nothing about what is usual.
  private static final int ENOUGH = 50;
  /// In standard errors. It is looked at with each further signal, so once must be far out.
  private static final double FAR_LOWER = -3;

  private final RouteFacts routes;
  private final IncidentExchanges exchanges;
  private final Desk desk;

  ContainmentPlan(Desk desk) {
    this.desk = desk;
    routes = desk.routes();
    exchanges = desk.exchanges();
  }

  /// Whose traffic goes where, and how much that is.
  ///
  /// @param routeShare the route's share of all traffic, 0 to 1
  /// @return empty when there is nothing to flip to
  Optional<FlipPlan> of(Incident incident, long nowMillis, double routeShare) {
    List<ScoredTrace> failing = exchanges.telling(incident);
    Set<String> bad = badTargets(incident, failing);
    IncidentClass type = incident.classification()
        .map(Happening.Classified::type)
        .orElse(IncidentClass.DRIFT);
    List<String> rails = desk.contain().railsFor(type);
    boolean scannersAreEnough = type == IncidentClass.JAILBREAK && !rails.isEmpty();
    int hop = hop(incident);
    String target = scannersAreEnough ? null : safeTarget(incident, bad, hop).orElse(null);
    if (target == null && rails.isEmpty()) {
      return Optional.empty();
    }
    ScopeChoice.Chosen chosen = scope(incident, failing,
        target != null && type != IncidentClass.PII_LEAK);
    double moved = target == null
        ? 0
        : routeShare * chosen.share()
            * badShare(bad, exchanges.recent(incident, nowMillis), chosen.scope());
    return Optional.of(plan(incident, chosen, target, rails, hop, moved));
  }

  /// The store is asked for more only where a signal names a cohort or there are failures enough to choose by.
  ///
  /// @param mayTrust whether what the signals name may stand for what failures would prove: it costs traffic to move
  ///                 more, and what is left out is no leak
  private ScopeChoice.Chosen scope(Incident incident, List<ScoredTrace> failing, boolean mayTrust) {
    if (isTooNarrow(incident)) {
      return ScopeChoice.ALL;
    }
    Optional<ScopeChoice.Chosen> named = mayTrust ? named(incident) : Optional.empty();
    if (named.isPresent()) {
      return named.get();
    }
    if (failing.size() < ScopeChoice.ENOUGH) {
      return ScopeChoice.ALL;
    }
    return ScopeChoice.of(
        new ScopeChoice.Sample(failing, exchanges.since(incident), usual(incident)),
        desk.contain().coverPercent() / 100);
  }

  /// The smallest of the cohorts whose own scores dropped, beside which nothing did.
  private Optional<ScopeChoice.Chosen> named(Incident incident) {
    Set<Scope> scopes = Cohort.scopes(Cohort.named(incident));
    if (scopes.isEmpty()) {
      return Optional.empty();
    }
    List<ScoredTrace> since = exchanges.since(incident);
    TroubleWindow window = exchanges.window(incident);
    return scopes.stream()
        .filter(scope -> restHolds(incident, window.beside(scope)))
        .map(scope -> new ScopeChoice.Chosen(scope, 1,
            IncidentExchanges.share(since, it -> scope.mayCover(it.trace().caller()), 1)))
        .min(Comparator.comparingDouble(ScopeChoice.Chosen::share));
  }

  /// Where the rest has too few scores, the stream of the whole route speaks for it: it would have spoken before a
  /// part's does. For an S1 that is not enough.
  private static boolean restHolds(Incident incident, RubricShifts rest) {
    boolean quiet = incident.severity() != Severity.S1
        && incident.signals().stream().allMatch(note -> note.cohort() != null);
    return IncidentExchanges.rubrics(incident)
        .stream()
        .allMatch(rubric -> rest.isKnown(rubric) ? !rest.dropped(rubric) : quiet);
  }

  private FlipPlan plan(Incident incident, ScopeChoice.Chosen chosen, @Nullable String target,
      List<String> rails, int hop, double moved) {
    Scope scope = chosen.scope();
    return new FlipPlan(incident.route(), target, rails, scope.tenants(), scope.sessions(),
        scope.metadata(), incident.severity() == Severity.S1, desk.contain().ttl().toMillis(), hop,
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

  /// The same and what another flip does that only adds rails.
  static FlipPlan with(FlipPlan plan, Flip other, double routeShare) {
    List<String> rails = Stream.concat(plan.rails().stream(), other.to().rails().stream())
        .distinct()
        .toList();
    boolean sameScope = plan.isForAll() || other.scope().equals(Containment.scope(plan));
    Scope scope = sameScope ? Containment.scope(plan) : Scope.ALL;
    double moved = sameScope || plan.target() == null ? plan.traffic() : routeShare;
    return new FlipPlan(plan.route(), plan.target(), rails, scope.tenants(), scope.sessions(),
        scope.metadata(), plan.cut(), plan.ttlMillis(), plan.hop(), sameScope ? plan.covers() : 1,
        moved);
  }

  /// The first safe target that has not failed and can take traffic; after two hops the static answer.
  private Optional<String> safeTarget(Incident incident, Set<String> bad, int hop) {
    String fixed = desk.contain().staticTargets().get(incident.route());
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
  Set<String> badTargets(Incident incident, List<ScoredTrace> failing) {
    Set<String> bad = new LinkedHashSet<>();
    incident.signals().forEach(note -> {
      String target = note.target();
      if (target != null) {
        bad.add(target);
      }
    });
    if (bad.isEmpty()) {
      Map<String, Double> counts = new HashMap<>();
      failing.forEach(it -> counts.merge(it.trace().served().target(), it.weight(), Double::sum));
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

  /// Whether the exchanges that the incident's flip leaves out fail far more than is usual, since it was made, or
  /// score far lower.
  boolean isTooNarrow(Incident incident) {
    List<Happening.Flipped> flips = incident.flips();
    if (flips.size() != 1 || flips.getFirst().plan().isForAll()) {
      return false;
    }
    Happening.Flipped flip = flips.getFirst();
    Scope scope = Containment.scope(flip.plan());
    List<ScoredTrace> out = exchanges.since(incident)
        .stream()
        .filter(it -> it.trace().asked().startedAtMicros() / 1_000 > flip.madeAtMillis()
            && !scope.mayCover(it.trace().caller()))
        .toList();
    RubricShifts rest = exchanges.window(incident, flip.madeAtMillis(), null).beside(scope);
    return ScopeChoice.failFarMore(out, IncidentExchanges.tells(incident), usual(incident))
        || IncidentExchanges.rubrics(incident)
            .stream()
            .anyMatch(rubric -> rest.moved(rubric) <= FAR_LOWER);
  }

  /// The share that failed in the same way before it began.
  private double usual(Incident incident) {
    List<ScoredTrace> before = exchanges.before(incident);
    return before.size() < ENOUGH
        ? 0
        : IncidentExchanges.share(before, IncidentExchanges.tells(incident), 0);
  }

  /// Of the scope's traffic, the share that the bad targets serve; all of it when nothing is known.
  private static double badShare(Set<String> bad, List<ScoredTrace> recent, Scope scope) {
    List<ScoredTrace> served = recent.stream()
        .filter(
            it -> scope.mayCover(it.trace().caller()) && !it.trace().served().target().isEmpty())
        .toList();
    return IncidentExchanges.share(served, it -> bad.contains(it.trace().served().target()), 1);
  }
}
