package dev.prism.routing;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a strategy may look at while it decides about one request.
public final class Choice {
  private final Route route;
  private final RequestFacts facts;
  private final Router router;
  private final @Nullable Flip flip;

  Choice(Route route, RequestFacts facts, Router router, @Nullable Flip flip) {
    this.route = route;
    this.facts = facts;
    this.router = router;
    this.flip = flip;
  }

  /// @param name of a target of the route, empty for its first
  Target target(String name) {
    return route.target(name);
  }

  /// The targets in the order of the route's affinity or selector.
  ///
  /// @param names empty for all targets of the route
  List<Target> ordered(List<String> names) {
    List<Target> targets = named(names);
    if (targets.size() == 1) {
      return targets;
    }
    String stuckTo = affinityKey();
    return stuckTo == null
        ? router.ordering().bySelector(route.settings().selector(), targets, facts)
        : Ordering.byAffinity(targets, stuckTo);
  }

  private List<Target> named(List<String> names) {
    if (names.isEmpty()) {
      return route.targets();
    }
    List<Target> targets = new ArrayList<>(names.size());
    for (String name : names) {
      targets.add(route.target(name));
    }
    return targets;
  }

  private @Nullable String affinityKey() {
    return switch (route.settings().affinity()) {
      case NONE -> null;
      case SESSION -> facts.caller().sessionId();
      case USER -> facts.caller().userId();
    };
  }

  /// Where the caller stands on the route's scale from 0 to below 100, always at the same place.
  double bucket() {
    return StickyHash.bucket(route.name(), facts.caller());
  }

  CanaryArms arms(Canary canary) {
    return router.arms(route.name(), flip, canary);
  }

  long firstTokenMillis(Target target, double percentile, long unmeasured) {
    return router.health(target).times().percentileMillis(percentile, unmeasured);
  }
}
