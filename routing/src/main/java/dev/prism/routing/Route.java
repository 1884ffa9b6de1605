package dev.prism.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A route of a table, with everything looked up that its settings name.
public final class Route {
  private final String name;
  private final RouteSettings settings;
  private final RoutingStrategy strategy;
  private final Map<String, Target> byName;
  private final List<Target> targets;
  private final List<Flip> flips;
  private final List<Rule> rules;

  /// @param strategy the one in force when no flip is
  /// @param flips    the first that covers a request decides
  Route(String name, RouteSettings settings, RoutingStrategy strategy, Map<String, Target> byName,
      List<Flip> flips) {
    this.name = name;
    this.settings = settings;
    this.strategy = strategy;
    this.byName = new LinkedHashMap<>(byName);
    targets = List.copyOf(byName.values());
    this.flips = List.copyOf(flips);
    rules = settings.rules().stream().map(Rule::of).toList();
  }

  public String name() {
    return name;
  }

  public RouteSettings settings() {
    return settings;
  }

  /// The strategy when no flip is in force, a canary with the share that was set at run time.
  public RoutingStrategy strategy() {
    return strategy;
  }

  /// In the order in which they are written.
  public List<Target> targets() {
    return targets;
  }

  /// Flips in the order in which they are looked at: narrower scope first, then newer. Expired ones may
  /// still be among them.
  public List<Flip> flips() {
    return flips;
  }

  List<Rule> rules() {
    return rules;
  }

  /// @param target its name, empty for the first
  Target target(String target) {
    Target found = target.isEmpty() ? targets.getFirst() : byName.get(target);
    if (found == null) {
      throw new IllegalArgumentException("route " + name + " has no target " + target);
    }
    return found;
  }

  boolean hasTarget(String target) {
    return byName.containsKey(target);
  }

  /// The flip that decides about a request, null for none.
  @Nullable
  Flip flipFor(RequestFacts facts, long nowMillis) {
    for (Flip flip : flips) {
      if (!flip.expired(nowMillis) && flip.covers(facts)) {
        return flip;
      }
    }
    return null;
  }

  /// The same route with other flips or another strategy.
  Route with(RoutingStrategy newStrategy, List<Flip> newFlips) {
    return new Route(name, settings, newStrategy, byName, newFlips);
  }
}
