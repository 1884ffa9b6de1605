package dev.prism.routing;

import org.jspecify.annotations.Nullable;

/// A candidate took itself out. It is out on this gateway already; [RouteControl#keep] makes it durable.
///
/// @param route  the route
/// @param flipId the flip whose strategy the canary is, null for the route's own
/// @param canary as it was
/// @param reason with figures of both arms
public record CanaryRollback(String route, @Nullable String flipId, Canary canary, String reason) {}
