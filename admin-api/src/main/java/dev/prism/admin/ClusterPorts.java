package dev.prism.admin;

import dev.prism.incident.cluster.ClusterReport;
import dev.prism.incident.cluster.Clusters;
import dev.prism.incident.cluster.judge.ClusterFinding;
import java.util.Optional;
import java.util.function.Function;

/// Clusters of failing traces, as the admin API shows them.
///
/// @param findings what a judge says of a cluster, by its id
public record ClusterPorts(Clusters clusters, Function<String, Optional<ClusterFinding>> findings) {
  /// Of a gateway that groups nothing.
  public static final ClusterPorts NONE = new ClusterPorts(Clusters.NONE, _ -> Optional.empty());

  Optional<ClusterFinding> finding(ClusterReport report) {
    return findings.apply(report.cluster().id());
  }
}
