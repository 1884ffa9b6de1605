package dev.prism.routing;

import java.util.List;
import java.util.stream.Stream;

/// The primary serves, and the candidate gets a copy whose answer is kept and scored beside the
/// user's.
///
/// @param candidate   the name of the target that gets the copy
/// @param primary     the name of the one that serves, empty for the route's first
/// @param sample      the share of requests that are copied, 0 to 1
/// @param concurrency copies at the same time
/// @param usdPerDay   what the copies may cost on one day, 0 for no limit
public record Shadow(
    String candidate,
    String primary,
    double sample,
    int concurrency,
    double usdPerDay) implements RoutingStrategy, CopyStrategy {
  public static final String DEFAULT_PRIMARY = "";
  public static final double DEFAULT_SAMPLE = 1;
  public static final int DEFAULT_CONCURRENCY = 16;
  public static final double DEFAULT_USD_PER_DAY = 0;

  public Shadow {
    CopyStrategy.check(sample, concurrency, usdPerDay);
  }

  /// Everything by default but the candidate.
  public static Shadow of(String candidate) {
    return new Shadow(candidate, DEFAULT_PRIMARY, DEFAULT_SAMPLE, DEFAULT_CONCURRENCY,
        DEFAULT_USD_PER_DAY);
  }

  @Override
  public String label() {
    return "shadow";
  }

  @Override
  public List<String> names() {
    return Stream.of(candidate, primary).filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public String to() {
    return candidate;
  }

  @Override
  public boolean keepsAnswer() {
    return true;
  }

  @Override
  public Lineup lineup(Choice choice) {
    return Lineup.chain(List.of(choice.target(primary)));
  }
}
