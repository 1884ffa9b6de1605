package dev.prism.routing;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the conditional rules say about a request: the tenant's first match, then the route's. Rails add
/// up; for the rest the tenant's word counts before the route's.
///
/// @param route    the route that serves, which need not be the one asked for
/// @param strategy null for the route's own
/// @param deny     the sentence of a refusal, null when it may pass
record Ruling(
    Route route,
    @Nullable RoutingStrategy strategy,
    List<String> rails,
    @Nullable String deny) {
  static Ruling of(RoutingTable table, Route asked, RequestFacts facts, long nowMillis) {
    List<Rule> tenantRules = table.tenantRules(facts.caller().tenant());
    if (tenantRules.isEmpty() && asked.rules().isEmpty()) {
      return new Ruling(asked, null, List.of(), null);
    }
    Ruling ruling = new Ruling(asked, null, List.of(), null)
        .and(Rule.first(tenantRules, facts, nowMillis), table);
    if (ruling.deny != null) {
      return ruling;
    }
    Route moved = ruling.route;
    Ruling second = ruling.and(Rule.first(moved.rules(), facts, nowMillis), table);
    return second;
  }

  private Ruling and(@Nullable RuleSettings rule, RoutingTable table) {
    if (rule == null) {
      return this;
    }
    Route to = rule.route() == null ? null : table.find(rule.route());
    Route served = to == null ? route : to;
    RoutingStrategy ruled = strategy == null ? strategy(rule) : strategy;
    boolean fits = ruled == null || ruled.names().stream().allMatch(served::hasTarget);
    return new Ruling(served, fits ? ruled : null,
        Stream.concat(rails.stream(), rule.rails().stream()).toList(), rule.deny());
  }

  private static @Nullable RoutingStrategy strategy(RuleSettings rule) {
    String target = rule.target();
    return target == null ? rule.strategy() : new Primary(target);
  }
}
