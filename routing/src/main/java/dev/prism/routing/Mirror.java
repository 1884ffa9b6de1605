package dev.prism.routing;

import java.util.List;
import java.util.stream.Stream;

/// The primary serves, and a sample of the requests is sent to another target too; that answer is
/// drained and dropped, its status and time counted.
///
/// @param to          the name of the target that gets the copy
/// @param primary     the name of the one that serves, empty for the route's first
/// @param sample      the share of requests that are copied, 0 to 1
/// @param concurrency copies at the same time
/// @param usdPerDay   what the copies may cost on one day, 0 for no limit
public record Mirror(String to, String primary, double sample, int concurrency, double usdPerDay)
    implements
      RoutingStrategy,
      CopyStrategy {
  public static final String DEFAULT_PRIMARY = "";
  public static final double DEFAULT_SAMPLE = 0.1;
  public static final int DEFAULT_CONCURRENCY = 16;
  public static final double DEFAULT_USD_PER_DAY = 0;

  public Mirror {
    CopyStrategy.check(sample, concurrency, usdPerDay);
  }

  /// Everything by default but the target and the sample.
  public static Mirror of(String to, double sample) {
    return new Mirror(to, DEFAULT_PRIMARY, sample, DEFAULT_CONCURRENCY, DEFAULT_USD_PER_DAY);
  }

  @Override
  public String label() {
    return "mirror";
  }

  @Override
  public List<String> names() {
    return Stream.of(to, primary).filter(name -> !name.isEmpty()).toList();
  }

  @Override
  public boolean keepsAnswer() {
    return false;
  }

  @Override
  public Lineup lineup(Choice choice) {
    return Lineup.chain(List.of(choice.target(primary)));
  }
}
