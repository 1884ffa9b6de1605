package dev.prism.incident.cluster;

import dev.prism.incident.cluster.hdbscan.DensitySettings;
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
public record ClusterSettings(
    Duration window,
    Duration every,
    DensitySettings density,
    double rescueAbove,
    int mostFailing,
    int mostPassing,
    int mostRoutes) {
  public static final ClusterSettings DEFAULT = new ClusterSettings(Duration.ofMinutes(60),
      Duration.ofMinutes(1), DensitySettings.DEFAULT, 0.4, 2_000, 1_000, 100);

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
