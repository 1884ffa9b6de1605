package dev.prism.routing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Several targets for one answer: the first usable one wins, the losers are cancelled, and all of them
/// are paid for. With a hedge the next target starts only when the ones before have not answered yet.
///
/// @param targets         their names in order, at least two, empty for all targets of the route
/// @param hedgeAfter      start the next one after this time, null for all at once
/// @param hedgePercentile start the next one when the first takes longer than this percentile of its own
///                        past first-token times; 0 for no. `hedge-after` holds until there are enough
public record Race(List<String> targets, @Nullable Duration hedgeAfter, double hedgePercentile)
    implements
      RoutingStrategy {
  public static final double DEFAULT_HEDGE_PERCENTILE = 0;
  private static final long UNMEASURED_HEDGE_MILLIS = 1000;

  public Race {
    targets = List.copyOf(targets);
    if (targets.size() == 1) {
      throw new IllegalArgumentException("targets must name at least two targets");
    }
    if (hedgeAfter != null && !hedgeAfter.isPositive()) {
      throw new IllegalArgumentException("hedge-after must be above 0");
    }
    if (!(hedgePercentile >= 0 && hedgePercentile < 100)) {
      throw new IllegalArgumentException("hedge-percentile must be 0 to 99.9");
    }
  }

  /// All at once.
  public static Race of(String... targets) {
    return new Race(List.of(targets), null, DEFAULT_HEDGE_PERCENTILE);
  }

  /// One after the other.
  public static Race hedged(Duration after, String... targets) {
    return new Race(List.of(targets), after, DEFAULT_HEDGE_PERCENTILE);
  }

  @Override
  public String label() {
    return "race";
  }

  @Override
  public List<String> names() {
    return targets;
  }

  @Override
  public Lineup lineup(Choice choice) {
    List<Target> order = choice.ordered(targets);
    if (hedgeAfter == null && hedgePercentile == 0) {
      return Lineup.race(order);
    }
    long unmeasured = hedgeAfter == null ? UNMEASURED_HEDGE_MILLIS : hedgeAfter.toMillis();
    long after = hedgePercentile == 0
        ? unmeasured
        : choice.firstTokenMillis(order.getFirst(), hedgePercentile, unmeasured);
    return Lineup.hedged(order, after);
  }
}
