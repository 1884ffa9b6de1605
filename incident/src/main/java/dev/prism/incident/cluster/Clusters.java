package dev.prism.incident.cluster;

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
  };

  /// Those that the last run of each route found, newest failure first.
  ///
  /// @param route only this one's, null for all
  List<ClusterReport> list(@Nullable String route);

  /// Also one that the last run did not find again, for a day.
  Optional<ClusterReport> find(String id);
}
