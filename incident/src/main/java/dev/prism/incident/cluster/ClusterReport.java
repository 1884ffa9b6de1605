package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster;

/// A cluster with what the run that found it says beside it.
///
/// @param total        members that it ever had; the cluster itself lists those of the window
/// @param title        of its subtype
/// @param immediateFix what to do first, from its contrast and its kind
/// @param run          the run that found it last
public record ClusterReport(
    FailureCluster cluster,
    long total,
    String title,
    String immediateFix,
    Run run) {

  /// @param atMillis when it was, milliseconds since the epoch
  /// @param failing  traces of the route that were grouped
  /// @param passing  traces that they were compared with
  /// @param texts    groups by texts that it found: a share of 0.4 among two means less than among ten
  /// @param rescued  traces that their share alone brought into one of those
  /// @param alone    traces in no group
  public record Run(long atMillis, int failing, int passing, int texts, int rescued, int alone) {}
}
