package dev.prism.incident;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A flip that containment has thought of.
///
/// @param route     whose traffic it moves
/// @param target    a safe target, null when only rails are added
/// @param rails     to add
/// @param tenants   of its scope, empty for all
/// @param sessions  of its scope, empty for all
/// @param metadata  of its scope: each entry must be there
/// @param cut       whether requests in flight are cut over
/// @param ttlMillis after which the incident's leader holds or takes it back, above 0
/// @param hop       0 for the first safe target, 1 and 2 for those after it
/// @param covers    the share of the known failures that the scope holds, 0 to 1
/// @param traffic   the share of all traffic that it moves, 0 to 1
public record FlipPlan(
    String route,
    @Nullable String target,
    List<String> rails,
    List<String> tenants,
    List<String> sessions,
    Map<String, String> metadata,
    boolean cut,
    long ttlMillis,
    int hop,
    double covers,
    double traffic) {
  public FlipPlan {
    rails = List.copyOf(rails);
    tenants = List.copyOf(tenants);
    sessions = List.copyOf(sessions);
    metadata = Map.copyOf(metadata);
    if (ttlMillis <= 0) {
      throw new IllegalArgumentException("every flip of containment has an expiry");
    }
    if (target == null && rails.isEmpty()) {
      throw new IllegalArgumentException("a flip needs a target or rails");
    }
  }

  /// Whether its scope is all of the route's traffic.
  boolean isForAll() {
    return tenants.isEmpty() && sessions.isEmpty() && metadata.isEmpty();
  }
}
