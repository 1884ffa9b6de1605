package dev.prism.incident;

import dev.prism.routing.BreakerSnapshot;
import dev.prism.routing.Canary;
import dev.prism.routing.Flip;
import dev.prism.routing.Route;
import dev.prism.routing.Router;
import dev.prism.routing.Target;
import java.util.List;
import java.util.Optional;

/// What containment needs to know of a route as it is in force.
final class RouteFacts {
  private final Router router;

  RouteFacts(Router router) {
    this.router = router;
  }

  Optional<Route> route(String name) {
    return Optional.ofNullable(router.table().routes().get(name));
  }

  /// Where containment may flip to, in order.
  List<String> safe(String name) {
    return route(name).map(route -> route.settings().safe()).orElse(List.of());
  }

  boolean hasTarget(String route, String target) {
    return route(route).map(Route::targets)
        .orElse(List.of())
        .stream()
        .anyMatch(each -> each.name().equals(target));
  }

  /// The targets that serve when nothing is flipped.
  List<String> home(String name) {
    return route(name).map(route -> {
      List<String> names = route.strategy().names().stream().filter(it -> !it.isEmpty()).toList();
      return names.isEmpty() ? List.of(route.targets().getFirst().name()) : names;
    }).orElse(List.of());
  }

  /// The route's own canary, if that is its strategy.
  Optional<Canary> canary(String name) {
    return route(name).map(Route::strategy)
        .filter(Canary.class::isInstance)
        .map(Canary.class::cast);
  }

  /// Whether a target can take traffic: its breaker is closed.
  boolean isHealthy(String name, String target) {
    Optional<Target> found = route(name).flatMap(
        route -> route.targets().stream().filter(it -> it.name().equals(target)).findFirst());
    return found.isPresent() && router.healths()
        .find(found.get().healthKey().id())
        .map(health -> health.breaker().state() == BreakerSnapshot.State.CLOSED)
        .orElse(true);
  }

  /// The flips of a route that are in force.
  List<Flip> flips(String name, long nowMillis) {
    return route(name).map(Route::flips)
        .orElse(List.of())
        .stream()
        .filter(flip -> flip.expiresAtMillis() == 0 || nowMillis < flip.expiresAtMillis())
        .toList();
  }

  /// Every flip that belongs to this incident, in the order in which they were made.
  List<Flip> flipsOf(String incident) {
    return router.table()
        .revision()
        .state()
        .flips()
        .stream()
        .filter(flip -> incident.equals(flip.incident()))
        .toList();
  }

  /// Those of an incident that hold its traffic, without the ones for single sessions.
  List<Flip> trafficFlipsOf(String incident) {
    return flipsOf(incident).stream().filter(flip -> flip.scope().sessions().isEmpty()).toList();
  }

  long revision() {
    return router.table().number();
  }
}
