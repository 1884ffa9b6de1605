package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The clusters of failing traces. Calls answer at once, from any thread.
public interface Clusters {
  /// Nothing is ever found.
  Clusters NONE = new Clusters() {
    @Override
    public List<ClusterReport> list(@Nullable String route) {
      return List.of();
    }

    @Override
    public Optional<ClusterReport> find(String id) {
      return Optional.empty();
    }

    @Override
    public List<Contrast> contrast(String route) {
      return List.of();
    }

    @Override
    public long dropped() {
      return 0;
    }
  };

  /// Those that the last run of each route found, newest failure first.
  ///
  /// @param route only this one's, null for all
  List<ClusterReport> list(@Nullable String route);

  /// Also one that the last run did not find again, for a day.
  Optional<ClusterReport> find(String id);

  /// What sets all failing traces of a route apart from its passing ones, whatever group they are in, strongest
  /// first; of the last run.
  List<Contrast> contrast(String route);

  /// Traces that were not looked at because too many came at once; those that pass go first.
  long dropped();
}
