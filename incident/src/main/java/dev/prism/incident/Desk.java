package dev.prism.incident;

import dev.prism.evals.ScoredTraces;
import dev.prism.routing.RouteControl;
import java.util.function.Supplier;

/// What all of the leader's steps work with.
///
/// @param settings those in force now; asked anew by each step
record Desk(
    IncidentRecords records,
    RouteControl control,
    RouteFacts routes,
    ScoredTraces traces,
    Supplier<IncidentSettings> settings) {
  IncidentExchanges exchanges() {
    return new IncidentExchanges(traces);
  }

  ContainSettings contain() {
    return settings.get().contain();
  }

  VerifySettings verify() {
    return settings.get().verify();
  }
}
