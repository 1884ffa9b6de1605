package dev.prism.admin;

import dev.prism.routing.RevisionLog;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.store.AuditLog;

/// Routing as the admin API sees it.
///
/// @param router  what is in force, and the health of its targets
/// @param control changes it
/// @param history its revisions
/// @param audit   the log of all changes
public record RoutingPorts(
    Router router,
    RouteControl control,
    RevisionLog history,
    AuditLog audit) {}
