package dev.prism.admin;

import dev.prism.incident.IncidentLog;
import dev.prism.incident.Signal;
import dev.prism.incident.SignalIntake;
import dev.prism.incident.notify.AlertmanagerMessage;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/// Takes what Alertmanager's webhook says: a firing alert that names a route opens an incident, or joins one.
final class AlertOperations {
  private final SignalIntake intake;

  AlertOperations(SignalIntake intake) {
    this.intake = intake;
  }

  List<Operation> all() {
    return List.of(Operation.post("/api/alerts",
        "Alertmanager's webhook, version 4; alerts need the label route to be heeded", this::take)
        .takes("AlertmanagerMessage")
        .answers(202, "AlertsTaken"));
  }

  private void take(Context call) throws IncidentLog.Unavailable {
    List<Signal> signals;
    try {
      signals = AlertmanagerMessage.read(AdminJson.body(call)).signals(System.currentTimeMillis());
    } catch (IllegalArgumentException wrong) {
      throw Problem.badRequest(wrong.getMessage() + ".");
    }
    for (Signal signal : signals) {
      intake.take(signal);
    }
    AdminJson.answer(call, 202, Map.of("taken", signals.size()));
  }
}
