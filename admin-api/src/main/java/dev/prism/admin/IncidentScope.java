package dev.prism.admin;

import dev.prism.incident.FlipPlan;
import dev.prism.incident.Incident;
import dev.prism.incident.Severity;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.PlainForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Reads the flip that a person wants for an incident.
final class IncidentScope {
  private IncidentScope() {}

  /// Takes `to`, `scope` and `in_flight` out of the body; null when it names nothing to flip to.
  static @Nullable FlipPlan plan(Incident incident, ObjectNode body, int most) {
    ObjectNode to = IncidentBody.object(body, "to");
    ObjectNode scope = IncidentBody.object(body, "scope");
    String inFlight = IncidentBody.text(body, "in_flight",
        incident.severity() == Severity.S1 ? "cut" : "finish");
    @Nullable
    String target = Changes.text(to.remove("target"), "target");
    List<String> rails = IncidentBody.texts(to, "rails", most);
    List<String> tenants = IncidentBody.texts(scope, "tenants", most);
    List<String> sessions = IncidentBody.texts(scope, "sessions", most);
    Map<String, String> metadata = IncidentBody.pairs(scope, "metadata");
    Changes.nothingElse(to);
    Changes.nothingElse(scope);
    if (!inFlight.equals("cut") && !inFlight.equals("finish")) {
      throw Problem.badRequest("in_flight must be cut or finish.");
    }
    boolean scoped = !tenants.isEmpty() || !sessions.isEmpty() || !metadata.isEmpty();
    if (target == null && rails.isEmpty()) {
      if (scoped) {
        throw Problem.badRequest("A scope needs a \"to\" with a target or rails.");
      }
      return null;
    }
    return new FlipPlan(incident.route(), target, rails, tenants, sessions, metadata,
        inFlight.equals("cut"), 1, 0, 1, 1);
  }

  /// A span such as `2h`, null when it is not there.
  static @Nullable Duration duration(ObjectNode body, String name) {
    String text = Changes.text(body.remove(name), name);
    if (text == null) {
      return null;
    }
    try {
      return PlainForm
          .read(FlipRequest.class,
              Map.of("route", "-", "to", Map.of("target", "-"), "expires-in", text))
          .expiresIn();
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(name + " must be a span such as 2h.");
    }
  }
}
