package dev.prism.incident.cluster.judge;

import java.math.BigDecimal;

/// How far the judge may go for one cluster.
///
/// @param route         the route, or the `provider/model` pair, that answers for the judge
/// @param turns         how many times it may be asked, 1 to 60
/// @param usdPerCluster after which it is not asked again, above 0; a turn without a known price counts as a
///                      cent
/// @param traces        how many traces of the cluster it may read, 1 to 100
public record ClusterJudgeSettings(String route, int turns, BigDecimal usdPerCluster, int traces) {
  public static final int DEFAULT_TURNS = 30;
  public static final BigDecimal DEFAULT_USD_PER_CLUSTER = new BigDecimal("0.50");
  public static final int DEFAULT_TRACES = 25;
  private static final int PICO = 12;

  public ClusterJudgeSettings {
    if (turns < 1 || turns > 60 || traces < 1 || traces > 100 || usdPerCluster.signum() <= 0) {
      throw new IllegalArgumentException("turns are 1 to 60, traces 1 to 100, usd-per-cluster is"
          + " above 0: " + turns + ", " + traces + ", " + usdPerCluster);
    }
  }

  public static ClusterJudgeSettings of(String route) {
    return new ClusterJudgeSettings(route, DEFAULT_TURNS, DEFAULT_USD_PER_CLUSTER, DEFAULT_TRACES);
  }

  long picoPerCluster() {
    return usdPerCluster.movePointRight(PICO).longValue();
  }
}
