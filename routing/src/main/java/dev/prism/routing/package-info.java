/// Chooses what serves a request, or refuses; and owns the one operation that changes that choice.
///
/// The story of a request: [dev.prism.routing.Router#decide] looks at the
/// [dev.prism.routing.RequestFacts] and at the one [dev.prism.routing.RoutingTable] in force, and
/// answers a [dev.prism.routing.ServingPlan] or a refusal. [dev.prism.routing.ServingPlan#start] opens
/// a [dev.prism.routing.Serving]: the state of that request's calls, which says with each
/// [dev.prism.routing.Step] what to call next, when to wait and when to give up. Nothing here does I/O
/// or sleeps: who drives it reports what happened, and time comes in with the report or from the clock
/// that the router was given.
///
/// The story of a change: [dev.prism.routing.RouteControl] makes the next
/// [dev.prism.routing.Revision], hands it to the [dev.prism.routing.RevisionLog], and publishes it only
/// once the log has it for good.
///
/// Threads: the router, breakers and counters may be used by any thread at any time; a `Serving` belongs
/// to one event loop; `RouteControl` may block on its log, so never call it on an event loop.
@NullMarked
package dev.prism.routing;

import org.jspecify.annotations.NullMarked;
