package dev.prism.incident.cluster;

import dev.prism.incident.cluster.hdbscan.DensitySettings;
import java.math.BigDecimal;
import java.time.Duration;

/// How failing traces are grouped. A route takes about 2 KB for each failing trace and 1 KB for each passing one.
///
/// @param window      how far back a run looks, 1 minute to 1 day
/// @param every       how often a route with new failures is grouped, 1 second to 1 hour
/// @param density     what counts as a cluster among texts
/// @param rescueAbove noise joins the cluster that it belongs to by at least this share, above 0 to 1; see
///                    how the share falls with the number of clusters
/// @param mostFailing failing traces kept of each route, 10 to 5,000
/// @param mostPassing passing traces kept of each route, 10 to 10,000
/// @param mostRoutes  routes kept, 1 to 1,000; the one that has been quiet longest goes first
/// @param judge       how far the judge may go for one cluster, where the scores have one
public record ClusterSettings(
    Duration window,
    Duration every,
    DensitySettings density,
    double rescueAbove,
    int mostFailing,
    int mostPassing,
    int mostRoutes,
    Judging judge) {
  public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(60);
  public static final Duration DEFAULT_EVERY = Duration.ofMinutes(1);
  public static final DensitySettings DEFAULT_DENSITY = DensitySettings.DEFAULT;
  public static final double DEFAULT_RESCUE_ABOVE = 0.4;
  public static final int DEFAULT_MOST_FAILING = 2_000;
  public static final int DEFAULT_MOST_PASSING = 1_000;
  public static final int DEFAULT_MOST_ROUTES = 100;
  public static final Judging DEFAULT_JUDGE = Judging.DEFAULT;
  public static final ClusterSettings DEFAULT = new ClusterSettings(DEFAULT_WINDOW, DEFAULT_EVERY,
      DEFAULT_DENSITY, DEFAULT_RESCUE_ABOVE, DEFAULT_MOST_FAILING, DEFAULT_MOST_PASSING,
      DEFAULT_MOST_ROUTES, DEFAULT_JUDGE);

  /// How far the judge with tools may go for one cluster.
  ///
  /// @param turns         how many times it may be asked, 1 to 60
  /// @param usdPerCluster after which it is not asked again, above 0; a turn without a known price counts as
  ///                      a cent
  /// @param traces        how many traces of the cluster it may read, 1 to 100
  public record Judging(int turns, BigDecimal usdPerCluster, int traces) {
    public static final int DEFAULT_TURNS = 30;
    public static final BigDecimal DEFAULT_USD_PER_CLUSTER = new BigDecimal("0.50");
    public static final int DEFAULT_TRACES = 25;
    public static final Judging DEFAULT = new Judging(DEFAULT_TURNS, DEFAULT_USD_PER_CLUSTER,
        DEFAULT_TRACES);
    private static final int PICO = 12;

    public Judging {
      within("turns", turns, 1, 60);
      within("traces", traces, 1, 100);
      if (usdPerCluster.signum() <= 0) {
        throw new IllegalArgumentException("usd-per-cluster is above 0, not " + usdPerCluster);
      }
    }

    /// In 10⁻¹² USD.
    public long picoPerCluster() {
      return usdPerCluster.movePointRight(PICO).longValue();
    }
  }

  public ClusterSettings {
    within("window", window, Duration.ofMinutes(1), Duration.ofDays(1));
    within("every", every, Duration.ofSeconds(1), Duration.ofHours(1));
    if (!(rescueAbove > 0 && rescueAbove <= 1)) {
      throw new IllegalArgumentException("rescue-above is above 0 to 1, not " + rescueAbove);
    }
    within("most-failing", mostFailing, 10, 5_000);
    within("most-passing", mostPassing, 10, 10_000);
    within("most-routes", mostRoutes, 1, 1_000);
  }

  private static void within(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
    }
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
    }
  }
}
