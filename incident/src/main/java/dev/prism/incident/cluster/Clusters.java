package dev.prism.incident.cluster;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The clusters that the last runs found. Calls answer at once, from any thread.
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

  /// Newest failure first.
  ///
  /// @param route only this one's, null for all
  List<ClusterReport> list(@Nullable String route);

  Optional<ClusterReport> find(String id);
}
