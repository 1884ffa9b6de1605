package dev.prism.routing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One table has followed another.
public record TableChange(RoutingTable before, RoutingTable after) {
  /// The new flips that want requests in flight cut over; ask [ServingPlan#isCutBy] which.
  public List<Flip> cuts() {
    Set<String> known = new HashSet<>();
    before.revision().state().flips().forEach(flip -> known.add(flip.id()));
    return after.revision()
        .state()
        .flips()
        .stream()
        .filter(flip -> flip.inFlight() == Flip.InFlight.CUT && !known.contains(flip.id()))
        .toList();
  }
}
