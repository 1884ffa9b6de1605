package dev.prism.routing;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The counters of the canaries and copies that a table has: they outlive changes of the table that do
/// not change them.
public final class Trials {
  private final InstantSource clock;
  private final Map<ArmsKey, CanaryArms> arms = new ConcurrentHashMap<>();
  private final Map<GateKey, CopyGate> gates = new ConcurrentHashMap<>();
  private final List<Consumer<CanaryRollback>> listeners = new CopyOnWriteArrayList<>();

  private record ArmsKey(String route, String flip, Canary canary) {}

  private record GateKey(String route, CopyStrategy copy) {}

  Trials(InstantSource clock) {
    this.clock = clock;
  }

  CanaryArms arms(String route, @Nullable Flip flip, Canary canary) {
    ArmsKey key = new ArmsKey(route, flip == null ? "" : flip.id(), canary);
    CanaryArms known = arms.get(key);
    return known == null ? arms.computeIfAbsent(key, _ -> new CanaryArms(canary)) : known;
  }

  CopyGate gate(String route, CopyStrategy copy) {
    return gates.computeIfAbsent(new GateKey(route, copy), _ -> new CopyGate(copy, clock));
  }

  void scored(String route, String target, double value) {
    arms.forEach((key, each) -> {
      if (key.route.equals(route)) {
        each.scored(target, value);
        judge(key, each);
      }
    });
  }

  /// Looks at a canary again after one of its calls has ended.
  void judge(String route, @Nullable Flip flip, CanaryArms judged) {
    judge(new ArmsKey(route, flip == null ? "" : flip.id(), judged.canary()), judged);
  }

  private void judge(ArmsKey key, CanaryArms judged) {
    judged.judge().ifPresent(reason -> {
      CanaryRollback rollback = new CanaryRollback(key.route, key.flip.isEmpty() ? null : key.flip,
          judged.canary(), reason);
      listeners.forEach(listener -> listener.accept(rollback));
    });
  }

  void onRollback(Consumer<CanaryRollback> listener) {
    listeners.add(listener);
  }

  /// Forgets what the table no longer has.
  void retain(RoutingTable table) {
    Set<ArmsKey> canaries = new HashSet<>();
    Set<GateKey> copies = new HashSet<>();
    table.routes().values().forEach(route -> {
      for (RoutingStrategy strategy : strategies(route)) {
        if (strategy instanceof Canary canary) {
          canaries.add(new ArmsKey(route.name(), "", canary));
        }
        if (strategy instanceof CopyStrategy copy) {
          copies.add(new GateKey(route.name(), copy));
        }
      }
      route.settings().copies().forEach(copy -> copies.add(new GateKey(route.name(), copy)));
      route.flips().forEach(flip -> {
        if (flip.to().strategy() instanceof Canary canary) {
          canaries.add(new ArmsKey(route.name(), flip.id(), canary));
        }
        if (flip.to().strategy() instanceof CopyStrategy copy) {
          copies.add(new GateKey(route.name(), copy));
        }
      });
    });
    arms.keySet().retainAll(canaries);
    gates.keySet().retainAll(copies);
  }

  private static List<RoutingStrategy> strategies(Route route) {
    return Stream.concat(Stream.of(route.strategy()),
        route.settings().rules().stream().map(RuleSettings::strategy).flatMap(Stream::ofNullable))
        .toList();
  }

  /// The canaries of a route that have had calls.
  public List<CanaryArms> canaries(String route) {
    return arms.entrySet()
        .stream()
        .filter(entry -> entry.getKey().route.equals(route))
        .map(Map.Entry::getValue)
        .toList();
  }

  /// The copies of a route that have been made, by the target that gets them.
  public Map<String, List<CopyGate>> copies(String route) {
    return gates.entrySet()
        .stream()
        .filter(entry -> entry.getKey().route.equals(route))
        .map(Map.Entry::getValue)
        .collect(Collectors.groupingBy(gate -> gate.settings().to()));
  }
}
