package dev.prism.routing;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a flip puts in force. A target serves as the head of a fallback chain whose rest are the
/// route's other safe targets; so the traffic never goes back to what it was taken from.
///
/// @param target   the name of a target of the route
/// @param strategy a strategy over the route's targets
/// @param rails    rails to add, with or without one of the two
public record FlipTo(
    @Nullable String target,
    @Nullable RoutingStrategy strategy,
    List<String> rails) {
  public FlipTo {
    rails = List.copyOf(rails);
    if (target != null && strategy != null) {
      throw new IllegalArgumentException("target and strategy exclude each other");
    }
    if (target == null && strategy == null && rails.isEmpty()) {
      throw new IllegalArgumentException("to needs one of target, strategy, rails");
    }
  }

  public static FlipTo target(String target) {
    return new FlipTo(target, null, List.of());
  }

  public static FlipTo strategy(RoutingStrategy strategy) {
    return new FlipTo(null, strategy, List.of());
  }

  List<String> names() {
    return Stream
        .concat(Stream.ofNullable(target),
            strategy == null ? Stream.empty() : strategy.names().stream())
        .toList();
  }
}
