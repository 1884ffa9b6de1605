package dev.prism.incident;

import dev.prism.routing.Flip;
import dev.prism.routing.FlipTo;
import dev.prism.routing.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The flips of others that may be in force for someone whom an incident's flip is for. A person's stands, and so does
/// one that helps; one that only adds rails against something else gives way to an S1, which keeps those rails.
final class OverlappingFlips {
  private final RouteFacts routes;
  private final IncidentRecords records;

  OverlappingFlips(RouteFacts routes, IncidentRecords records) {
    this.routes = routes;
    this.records = records;
  }

  /// What stands in a plan's way; null for nothing.
  ContainmentRules.@Nullable Blocker blocker(Incident incident, FlipPlan plan) {
    String givingWay = givingWay(incident, plan).map(Flip::id).orElse(null);
    return of(incident, plan).stream()
        .filter(flip -> !flip.id().equals(givingWay))
        .findFirst()
        .map(flip -> new ContainmentRules.Blocker(flip.id(),
            !flip.author().equals(IncidentRecords.PRISM), helps(flip.to(), plan)))
        .orElse(null);
  }

  /// The plan, with the rails and for the callers of the flip that is to give way to it.
  ///
  /// @param routeShare the route's share of all traffic, 0 to 1
  FlipPlan keptBy(Incident incident, FlipPlan plan, double routeShare) {
    return of(incident, plan).stream()
        .filter(flip -> mayGiveWay(incident, plan, flip))
        .findFirst()
        .map(flip -> ContainmentPlan.with(plan, flip, routeShare))
        .orElse(plan);
  }

  /// The flip whose place this plan's takes, since it does that one's whole work too.
  Optional<Flip> givingWay(Incident incident, FlipPlan plan) {
    return of(incident, plan).stream()
        .filter(
            flip -> mayGiveWay(incident, plan, flip) && plan.rails().containsAll(flip.to().rails())
                && (plan.isForAll() || flip.scope().equals(Containment.scope(plan))))
        .findFirst();
  }

  /// Whether another incident's flip, made later, does what this one did.
  boolean tookOver(Incident incident, Happening.Flipped flip) {
    return flip.plan().target() == null && of(incident, flip.plan()).stream()
        .anyMatch(later -> later.revision() > flip.revision()
            && later.author().equals(IncidentRecords.PRISM) && later.to().strategy() == null
            && later.to().rails().containsAll(flip.plan().rails()));
  }

  private List<Flip> of(Incident incident, FlipPlan plan) {
    Scope scope = Containment.scope(plan);
    return routes.flips(plan.route(), records.now())
        .stream()
        .filter(flip -> !incident.id().equals(flip.incident()) && flip.scope().mayOverlap(scope))
        .toList();
  }

  private static boolean mayGiveWay(Incident incident, FlipPlan plan, Flip flip) {
    return incident.severity() == Severity.S1 && flip.author().equals(IncidentRecords.PRISM)
        && flip.incident() != null && flip.to().target() == null && flip.to().strategy() == null
        && !helps(flip.to(), plan);
  }

  /// One that moves the traffic helps against whatever its target does; one that only adds rails where those are all
  /// that is wanted.
  private static boolean helps(FlipTo made, FlipPlan plan) {
    return made.target() != null || made.strategy() != null
        || (plan.target() == null && made.rails().containsAll(plan.rails()));
  }
}
