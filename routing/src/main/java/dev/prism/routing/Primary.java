package dev.prism.routing;

import java.util.List;

/// One target; retries only.
///
/// @param target its name, empty for the route's first
public record Primary(String target) implements RoutingStrategy {
  public static final String DEFAULT_TARGET = "";

  @Override
  public String label() {
    return "primary";
  }

  @Override
  public List<String> names() {
    return target.isEmpty() ? List.of() : List.of(target);
  }

  @Override
  public Lineup lineup(Choice choice) {
    return Lineup.chain(List.of(choice.target(target)));
  }
}
