/// The incident's life, from the first signal to the golden entry.
///
/// Detectors and clusters (`incident.detect`, `incident.cluster`) read the scored side stream and speak in
/// [dev.prism.incident.Signal]s. Signals open incidents or join them; an incident's state is the fold of its
/// events ([dev.prism.incident.Incident]). Containment goes through [dev.prism.routing.RouteControl] like an on-call.
@NullMarked
package dev.prism.incident;

import org.jspecify.annotations.NullMarked;
