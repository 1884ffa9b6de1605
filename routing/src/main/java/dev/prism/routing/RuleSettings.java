package dev.prism.routing;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A conditional rule of a tenant or of a route, as an operator writes it. At least one action.
///
/// @param name     for logs and errors, may be empty
/// @param when     all of it must hold; empty always holds
/// @param unless   if this holds the rule does not match; null for nothing
/// @param route    serve by this route instead; its own rules are looked at, but no third route
/// @param target   serve by this target, whatever the strategy
/// @param strategy serve by this strategy
/// @param rails    add these rails
/// @param deny     refuse with 403 and this sentence
public record RuleSettings(
    String name,
    MatchSettings when,
    @Nullable MatchSettings unless,
    @Nullable String route,
    @Nullable String target,
    @Nullable RoutingStrategy strategy,
    List<String> rails,
    @Nullable String deny) {
  public static final String DEFAULT_NAME = "";
  public static final MatchSettings DEFAULT_WHEN = MatchSettings.ANYTHING;

  public RuleSettings {
    rails = List.copyOf(rails);
    if (route == null && target == null && strategy == null && rails.isEmpty() && deny == null) {
      throw new IllegalArgumentException(
          "a rule needs one of route, target, strategy, rails, deny");
    }
    if (target != null && strategy != null) {
      throw new IllegalArgumentException("target and strategy exclude each other");
    }
    if (deny != null && deny.isBlank()) {
      throw new IllegalArgumentException("deny needs a sentence for the client");
    }
  }

  /// The targets that it names; those of another route are that route's matter.
  List<String> targetNames() {
    if (route != null) {
      return List.of();
    }
    return Stream
        .concat(Stream.ofNullable(target),
            strategy == null ? Stream.empty() : strategy.names().stream())
        .toList();
  }
}
