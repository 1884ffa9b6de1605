package dev.prism.routing;

import java.util.List;

/// A chain: the first target that can serves, the next ones take over.
///
/// @param targets their names in order, empty for all targets of the route
public record Fallback(List<String> targets) implements RoutingStrategy {
  public Fallback {
    targets = List.copyOf(targets);
  }

  public static Fallback of(String... targets) {
    return new Fallback(List.of(targets));
  }

  @Override
  public String label() {
    return "fallback";
  }

  @Override
  public List<String> names() {
    return targets;
  }

  @Override
  public Lineup lineup(Choice choice) {
    return Lineup.chain(choice.ordered(targets));
  }
}
