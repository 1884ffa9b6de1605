package dev.prism.routing;

import dev.prism.exchange.GatewayError;

/// What the router answers.
public sealed interface RoutingDecision {
  /// The revision of the table that decided.
  long revision();

  record Forward(ServingPlan plan) implements RoutingDecision {
    @Override
    public long revision() {
      return plan.revision();
    }
  }

  /// The route is unknown, or a rule denies it.
  record Refuse(GatewayError error, long revision) implements RoutingDecision {}
}
