package dev.prism.admin;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.GateClosed;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentClass;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.IncidentLog.Freeze;
import dev.prism.incident.OnCall;
import dev.prism.incident.Severity;
import dev.prism.incident.Signal;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Incidents: what there is, opening one, and the fleet's automation. The steps are [IncidentSteps].
final class IncidentOperations {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 500;
  private static final int MOST_TRACES = 100;

  private final IncidentPorts ports;
  private final OnCall onCall;

  IncidentOperations(IncidentPorts ports) {
    this.ports = ports;
    onCall = ports.onCall();
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/api/incidents", "Incidents, newest first", this::list)
            .query("open", "boolean", "only those that are not over, or only the others")
            .query("route", "string", "only this route's")
            .query("limit", "integer", "at most so many, 1 to 500; 100 when not given")
            .answers("Incidents"),
        Operation.get("/api/incidents/{id}", "One incident, with its timeline", this::one)
            .answers("Incident"),
        Operation
            .post("/api/incidents",
                "Opens an incident by hand, or joins the one that it belongs to", this::open)
            .takes("IncidentRequest")
            .answers(201, "Incident"),
        Operation.post("/api/escalations",
            "A customer's complaint opens an incident with the session's exchanges, or joins one",
            this::escalate).takes("EscalationRequest").answers(201, "Incident"),
        Operation.get("/api/automation", "Whether automation is frozen", this::automation)
            .answers("Automation"),
        Operation
            .post("/api/automation/freeze", "Stops all automation in the whole fleet, at once",
                call -> freeze(call, true))
            .takes("Reason")
            .answers("Automation"),
        Operation
            .post("/api/automation/release", "Lets automation go on", call -> freeze(call, false))
            .takes("Reason")
            .answers("Automation"));
  }

  private void list(Context call) throws IncidentLog.Unavailable {
    int limit = (int) Query.integer(call, "limit", DEFAULT_LIMIT, 1, MOST);
    List<Incident> found = onCall.log()
        .list(new IncidentLog.Filter(call.queryParam("route"), Query.bool(call, "open"), null),
            limit);
    AdminJson.answer(call, Map.of("incidents", found.stream().map(IncidentForms::brief).toList()));
  }

  private void one(Context call) throws IncidentLog.Unavailable {
    answer(call, 200, onCall.log().find(call.pathParam("id")));
  }

  /// Answers with the incident, or that there is none.
  void answer(Context call, int status, Optional<Incident> incident) {
    Incident found = incident
        .orElseThrow(() -> Problem.notFound("There is no incident of that id."));
    AdminJson.answer(call, status,
        IncidentForms.whole(found, onCall.review().goldenEntries(found.id())));
  }

  private void open(Context call) throws IncidentLog.Unavailable, GateClosed {
    ObjectNode body = AdminJson.body(call);
    String route = IncidentBody.needed(body, "route");
    String reason = IncidentBody.needed(body, "reason");
    @Nullable
    String type = Changes.text(body.remove("class"), "class");
    @Nullable
    String severity = Changes.text(body.remove("severity"), "severity");
    List<String> traces = IncidentBody.texts(body, "traces", MOST_TRACES);
    Changes.nothingElse(body);
    IncidentClass named = type == null ? null : IncidentBody.type(type);
    Severity weight = severity == null ? Severity.S2 : IncidentBody.severity(severity);
    Incident opened = take(
        new Signal.Escalation(route, "", named == null ? "by_hand" : named.word(), null,
            onCall.now(), traces, Map.of("reason", reason)));
    Optional<Incident> incident = Optional.of(opened);
    if (named != null) {
      incident = onCall.triage(opened.id(), Access.caller(call).name(), reason, named, weight);
    }
    answer(call, 201, incident);
  }

  private void escalate(Context call) throws IncidentLog.Unavailable {
    ObjectNode body = AdminJson.body(call);
    String session = IncidentBody.needed(body, "session_id");
    @Nullable
    String tag = Changes.text(body.remove("tag"), "tag");
    @Nullable
    String ticket = Changes.text(body.remove("ticket"), "ticket");
    Map<String, String> facts = IncidentBody.pairs(body, "facts");
    Changes.nothingElse(body);
    List<ScoredTrace> traces = ports.traces()
        .list(ScoredTraces.Query.ofSession(session), MOST_TRACES);
    if (traces.isEmpty()) {
      throw Problem.notFound("No exchange of that session is known any more.");
    }
    Incident incident = take(new Signal.Escalation(traces.getFirst().trace().served().route(),
        session, tag == null ? "model-output" : tag, ticket, onCall.now(),
        traces.stream().map(it -> it.trace().ids().traceId()).distinct().toList(), facts));
    answer(call, 201, Optional.of(incident));
  }

  private Incident take(Signal signal) throws IncidentLog.Unavailable {
    return ports.intake()
        .take(signal)
        .orElseThrow(() -> new IllegalStateException("a complaint opens an incident"));
  }

  private void automation(Context call) throws IncidentLog.Unavailable {
    Freeze freeze = onCall.log().freeze();
    AdminJson.answer(call, Map.of("frozen", freeze.on(), "who", freeze.who(), "why", freeze.why(),
        "at", Forms.time(freeze.atMillis())));
  }

  private void freeze(Context call, boolean on) throws IncidentLog.Unavailable {
    ObjectNode body = AdminJson.body(call);
    String reason = IncidentBody.needed(body, "reason");
    Changes.nothingElse(body);
    onCall.freeze(on, Access.caller(call).name(), reason);
    automation(call);
  }
}
