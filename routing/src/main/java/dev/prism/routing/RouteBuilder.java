package dev.prism.routing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Looks up what the settings of routes name, and refuses what does not exist.
final class RouteBuilder {
  private final TableState state;
  private final TargetCatalog catalog;

  RouteBuilder(TableState state, TargetCatalog catalog) {
    this.state = state;
    this.catalog = catalog;
  }

  /// @param before the same route of the table before if nothing below it has changed, else null
  /// @throws IllegalArgumentException if it does not hold together
  Route route(String name, List<Flip> flips, @Nullable Route before) {
    RouteSettings settings = state.config().routes().get(name);
    if (settings == null) {
      throw new IllegalArgumentException("there is no route " + name);
    }
    RoutingStrategy strategy = strategy(name, settings.strategy());
    if (before != null && before.flips().equals(flips) && before.strategy().equals(strategy)) {
      return before;
    }
    flips.forEach(flip -> check(flip, settings));
    if (before != null) {
      return before.with(strategy, flips);
    }
    checkRails("routes." + name, Stream.concat(settings.rails().stream(),
        settings.rules().stream().flatMap(rule -> rule.rails().stream())));
    for (RuleSettings rule : settings.rules()) {
      checkRoute("routes." + name, rule.route());
    }
    return new Route(name, settings, strategy, targets(name, settings), flips);
  }

  /// The route that a `provider/model` pair stands for.
  Route implicit(String pair, String provider, String model) {
    RouteSettings settings = RouteSettings.of(pair, TargetSettings.of(provider, model));
    return new Route(pair, settings, settings.strategy(), targets(pair, settings), List.of());
  }

  /// @throws IllegalArgumentException if a rule names a route, target or rail that does not exist
  Map<String, List<Rule>> tenantRules() {
    Map<String, List<Rule>> compiled = new HashMap<>();
    state.config().tenantRules().forEach((tenant, rules) -> {
      for (RuleSettings rule : rules) {
        checkRoute("tenants." + tenant, rule.route());
        checkRails("tenants." + tenant, rule.rails().stream());
      }
      compiled.put(tenant, rules.stream().map(Rule::of).toList());
    });
    return compiled;
  }

  private RoutingStrategy strategy(String name, RoutingStrategy written) {
    Double percent = state.canaryPercents().get(name);
    return written instanceof Canary canary && percent != null
        ? canary.withPercent(percent)
        : written;
  }

  private Map<String, Target> targets(String route, RouteSettings settings) {
    Map<String, Target> targets = new LinkedHashMap<>();
    settings.targets()
        .forEach((name, target) -> targets.put(name,
            target("routes." + route + ".targets." + name, name, target, settings.breaker())));
    return targets;
  }

  private Target target(String path, String name, TargetSettings settings,
      BreakerSettings breaker) {
    if (!catalog.hasProvider(settings.provider())) {
      throw new IllegalArgumentException(
          path + ".provider: there is no provider " + settings.provider());
    }
    checkRails(path, settings.rails().stream());
    long context = settings.contextTokens() > 0
        ? settings.contextTokens()
        : catalog.contextTokens(settings.provider(), settings.model());
    return new Target(name, settings, prompt(path, settings), settings.rails(), context,
        new HealthKey(settings.provider(), catalog.credential(settings.provider()),
            settings.model(), breaker));
  }

  private @Nullable Prompt prompt(String path, TargetSettings settings) {
    String written = settings.prompt();
    if (written == null) {
      return null;
    }
    PromptRef ref = PromptRef.parse(written);
    PromptSettings prompt = state.prompt(ref)
        .orElseThrow(() -> new IllegalArgumentException(
            path + ".prompt: there is no version " + ref + " of a prompt"));
    return new Prompt(ref.toString(), PromptTemplate.of(prompt.system()), settings.promptMode());
  }

  private void check(Flip flip, RouteSettings settings) {
    RouteSettings.check(settings.targets(), flip.id(), flip.to().names());
    checkRails(flip.id(), flip.to().rails().stream());
  }

  private void checkRails(String path, Stream<String> rails) {
    rails.filter(rail -> !catalog.hasRail(rail)).findFirst().ifPresent(rail -> {
      throw new IllegalArgumentException(path + ": there is no rail " + rail);
    });
  }

  private void checkRoute(String path, @Nullable String route) {
    Set<String> known = state.config().routes().keySet();
    if (route != null && !known.contains(route)) {
      throw new IllegalArgumentException(path + ": a rule names the route " + route
          + ", which is not one of " + String.join(", ", known));
    }
  }
}
