package dev.prism.routing;

import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/// Puts targets in order, best first. None is left out: what a breaker holds back is skipped when its
/// turn comes, so that no order keeps a target from ever being tried again.
final class Ordering {
  private final DoubleSupplier random;
  private final Router router;

  /// @param random numbers from 0 to below 1
  Ordering(DoubleSupplier random, Router router) {
    this.random = random;
    this.router = router;
  }

  List<Target> bySelector(Selector selector, List<Target> targets, RequestFacts facts) {
    return switch (selector) {
      case Selector.InOrder _ -> targets;
      case Selector.Weighted _ ->
        byRank(targets, target -> rank(random.getAsDouble(), target.settings().weight()));
      case Selector.LeastLatency _ -> byLatency(targets);
      case Selector.Cheapest cheapest -> byPrice(targets, cheapest, facts);
    };
  }

  /// Rendezvous hashing: each caller ranks all targets by a hash of both, weighted; when a target comes
  /// or goes only its own callers move.
  static List<Target> byAffinity(List<Target> targets, String caller) {
    return byRank(targets,
        target -> rank(StickyHash.unit(target.name(), caller), target.settings().weight()));
  }

  /// The lower, the sooner: exponentially distributed with the weight as its rate, so that the lowest of
  /// several is each one's in proportion to its weight.
  private static double rank(double uniform, int weight) {
    return weight == 0 ? Double.MAX_VALUE : -Math.log(1 - uniform) / weight;
  }

  private static List<Target> byRank(List<Target> targets, ToDoubleFunction<Target> rank) {
    record Ranked(Target target, double rank) {}
    List<Ranked> ranked = new ArrayList<>(targets.size());
    for (Target target : targets) {
      ranked.add(new Ranked(target, rank.applyAsDouble(target)));
    }
    ranked.sort(Comparator.comparingDouble(Ranked::rank));
    return ranked.stream().map(Ranked::target).toList();
  }

  /// Two by chance, the less loaded of them first; the others follow by their load.
  private List<Target> byLatency(List<Target> targets) {
    List<Target> order = byRank(targets, target -> router.health(target).load());
    int one = (int) (random.getAsDouble() * targets.size());
    int other = (one + 1 + (int) (random.getAsDouble() * (targets.size() - 1))) % targets.size();
    Target first = order.get(Math.min(one, other));
    List<Target> result = new ArrayList<>(order);
    result.remove(first);
    result.addFirst(first);
    return result;
  }

  /// Targets without a known price come last.
  private List<Target> byPrice(List<Target> targets, Selector.Cheapest cheapest,
      RequestFacts facts) {
    TokenUsage usage = TokenUsage.of(Math.max(1, facts.tokenEstimate()), cheapest.outputTokens());
    return byRank(targets, target -> {
      Cost cost = router.table().catalog().price(target.provider(), target.model(), usage);
      return cost == null ? Double.MAX_VALUE : cost.picoDollars();
    });
  }
}
