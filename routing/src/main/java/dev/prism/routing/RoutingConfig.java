package dev.prism.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the config file says about routing: the ground that run-time changes lie on.
///
/// @param routes      by name
/// @param prompts     by name, then version
/// @param tenantRules by tenant; looked at before the rules of the route
public record RoutingConfig(
    Map<String, RouteSettings> routes,
    Map<String, Map<String, PromptSettings>> prompts,
    Map<String, List<RuleSettings>> tenantRules) {
  public static final RoutingConfig EMPTY = new RoutingConfig(Map.of(), Map.of(), Map.of());

  public RoutingConfig {
    routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    prompts = copy(prompts);
    Map<String, List<RuleSettings>> rules = new LinkedHashMap<>();
    tenantRules.forEach((tenant, list) -> {
      if (!list.isEmpty()) {
        rules.put(tenant, List.copyOf(list));
      }
    });
    tenantRules = Collections.unmodifiableMap(rules);
  }

  static Map<String, Map<String, PromptSettings>> copy(
      Map<String, Map<String, PromptSettings>> prompts) {
    Map<String, Map<String, PromptSettings>> copy = new LinkedHashMap<>();
    prompts.forEach((name, versions) -> copy.put(name,
        Collections.unmodifiableMap(new LinkedHashMap<>(versions))));
    return Collections.unmodifiableMap(copy);
  }
}
