package dev.prism.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes the plan of one request: which strategy is in force for it, what that strategy says, and which
/// copies go out.
final class Planner {
  private final Router router;
  private final RoutingTable table;
  private final RequestFacts facts;
  private final Ruling ruling;
  private final Route route;

  Planner(Router router, RoutingTable table, RequestFacts facts, Ruling ruling) {
    this.router = router;
    this.table = table;
    this.facts = facts;
    this.ruling = ruling;
    route = ruling.route();
  }

  static ServingPlan pinned(Router router, RoutingTable table, RequestFacts facts, Route route,
      String target) {
    Primary primary = new Primary(target);
    List<Target> only = List.of(route.target(target));
    Course course = new Course(primary, primary.label(), Lineup.chain(only), only, null, null);
    return new ServingPlan(router, table.number(), route, facts, course, route.settings().rails(),
        List.of());
  }

  ServingPlan plan(long nowMillis) {
    Flip flip = route.flips().isEmpty() ? null : route.flipFor(facts, nowMillis);
    RoutingStrategy ruled = ruling.strategy();
    RoutingStrategy unflipped = ruled == null ? route.strategy() : ruled;
    Course course = flip == null ? course(unflipped, null) : flipped(flip, unflipped);
    return new ServingPlan(router, table.number(), route, facts, course, rails(flip),
        copies(course.strategy()));
  }

  private Course flipped(Flip flip, RoutingStrategy unflipped) {
    Course usual = course(unflipped, null);
    String target = flip.to().target();
    if (target != null) {
      Lineup lineup = Lineup.chain(withSafe(target));
      return new Course(null, "fallback", lineup, usual.home(), flip, null);
    }
    RoutingStrategy strategy = flip.to().strategy();
    if (strategy == null) {
      return new Course(usual.strategy(), usual.label(), usual.lineup(), usual.home(), flip,
          usual.arms());
    }
    Course course = course(strategy, flip);
    return new Course(strategy, course.label(), course.lineup(), usual.home(), flip, course.arms());
  }

  private Course course(RoutingStrategy strategy, @Nullable Flip flip) {
    Lineup lineup = strategy.lineup(new Choice(route, facts, router, flip));
    List<Target> home = lineup.races() ? lineup.order() : List.of(lineup.order().getFirst());
    CanaryArms arms = strategy instanceof Canary canary
        ? router.arms(route.name(), flip, canary)
        : null;
    return new Course(strategy, strategy.label(), lineup, home, flip, arms);
  }

  /// The target, then the route's other safe ones: never what the traffic was taken from.
  private List<Target> withSafe(String target) {
    List<Target> order = new ArrayList<>();
    order.add(route.target(target));
    for (String safe : route.settings().safe()) {
      if (!safe.equals(target)) {
        order.add(route.target(safe));
      }
    }
    return order;
  }

  private List<String> rails(@Nullable Flip flip) {
    List<String> own = route.settings().rails();
    List<String> flipped = flip == null ? List.of() : flip.to().rails();
    return ruling.rails().isEmpty() && flipped.isEmpty()
        ? own
        : Stream.of(own, ruling.rails(), flipped).flatMap(List::stream).distinct().toList();
  }

  private List<Copy> copies(@Nullable RoutingStrategy strategy) {
    List<CopyStrategy> wanted = route.settings().copies();
    boolean copies = strategy instanceof CopyStrategy;
    if (!copies && wanted.isEmpty()) {
      return List.of();
    }
    List<Copy> made = new ArrayList<>();
    if (strategy instanceof CopyStrategy own) {
      copy(own, made);
    }
    wanted.forEach(copy -> copy(copy, made));
    return made;
  }

  /// A copy is no probe: it goes only where calls go through anyway.
  private void copy(CopyStrategy strategy, List<Copy> made) {
    if (strategy.sample() < 1 && router.random() >= strategy.sample()) {
      return;
    }
    Target target = route.target(strategy.to());
    Breaker breaker = router.health(target).breaker();
    if (!breaker.isClosed() || breaker.isPaused()) {
      return;
    }
    CopyGate gate = router.trials().gate(route.name(), strategy);
    if (gate.tryEnter()) {
      made.add(new Copy(strategy, target, gate));
    }
  }

  /// What is in force for a request.
  ///
  /// @param strategy null when a flip names a target
  /// @param home     who would answer if the route were healthy and not flipped
  record Course(
      @Nullable RoutingStrategy strategy,
      String label,
      Lineup lineup,
      List<Target> home,
      @Nullable Flip flip,
      @Nullable CanaryArms arms) {}
}
