package dev.prism.admin;

import dev.prism.evals.ScoredTraces;
import dev.prism.incident.OnCall;
import dev.prism.incident.SignalIntake;

/// Incidents as the admin API sees them.
///
/// @param onCall what a person may do to them
/// @param intake opens them
/// @param traces the scored exchanges
public record IncidentPorts(OnCall onCall, SignalIntake intake, ScoredTraces traces) {}
