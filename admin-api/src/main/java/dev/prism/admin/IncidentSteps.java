package dev.prism.admin;

import dev.prism.incident.Evaluation;
import dev.prism.incident.FlipPlan;
import dev.prism.incident.GateClosed;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentLog;
import dev.prism.incident.OnCall;
import dev.prism.incident.ReviewGate;
import dev.prism.routing.ChangeResult;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The six steps of the playbook, each a call. A step whose gate is closed is refused with what is missing.
final class IncidentSteps {
  private static final int MOST_IN_SCOPE = 1_000;

  private final OnCall onCall;
  private final IncidentOperations incidents;
  private final Changes changes;

  /// What a step does, given who asks and the body.
  private interface Step {
    Optional<Incident> of(String id, String who, ObjectNode body)
        throws GateClosed, IncidentLog.Unavailable, Evaluation.NotPossible;
  }

  IncidentSteps(IncidentPorts ports, IncidentOperations incidents, Changes changes) {
    onCall = ports.onCall();
    this.incidents = incidents;
    this.changes = changes;
  }

  List<Operation> all() {
    return List.of(
        step("ack", "Somebody has it: no further escalation", "Reason",
            (id, who, body) -> onCall.acknowledge(id, who, reason(body, "acknowledged"))),
        step("triage", "Names class and severity; a person's word wins over any proposal",
            "TriageRequest", this::triage),
        Operation.post("/api/incidents/{id}/contain",
            "Makes the flip that containment has in mind, or the one in the body; with dry_run only"
                + " tells; with waive says that there is nothing to contain",
            this::contain).takes("ContainRequest").answers("Incident").alsoAnswers(202, "FlipPlan"),
        step("evaluate", "Runs the incident's kind of failure through the golden set", "Nothing",
            (id, who, _) -> onCall.evaluate(id, who)),
        step("fix", "Records what was changed", "FixRequest", this::fix),
        step("verify", "Begins the canary of the fix, or attests what no canary can show",
            "VerifyRequest", this::verify),
        Operation
            .post("/api/incidents/{id}/postmortem",
                "Writes the postmortem: what the incident knows, and what the body adds",
                this::postmortem)
            .takes("PostmortemRequest")
            .answers("PostmortemDraft"),
        step("close", "Ends it, if nothing is missing; or calls it a false alarm", "CloseRequest",
            this::close),
        step("merge", "Makes it a part of another incident", "MergeRequest",
            (id, who, body) -> onCall.merge(id, IncidentBody.needed(body, "into"), who,
                reason(body, "the same trouble"))));
  }

  private Operation step(String name, String summary, String takes, Step step) {
    return Operation.post("/api/incidents/{id}/" + name, summary, call -> {
      ObjectNode body = AdminJson.body(call);
      try {
        Optional<Incident> after = step.of(call.pathParam("id"), Access.caller(call).name(), body);
        Changes.nothingElse(body);
        incidents.answer(call, 200, after);
      } catch (GateClosed closed) {
        throw problem(closed);
      } catch (Evaluation.NotPossible not) {
        throw new Problem(409, "not_possible", String.valueOf(not.getMessage()));
      }
    }).takes(takes).answers("Incident");
  }

  private static Problem problem(GateClosed closed) {
    return new Problem(409, "gate_closed", String.valueOf(closed.getMessage())).with("missing",
        closed.missing());
  }

  private Optional<Incident> triage(String id, String who, ObjectNode body)
      throws GateClosed, IncidentLog.Unavailable {
    return onCall.triage(id, who, IncidentBody.needed(body, "reason"),
        IncidentBody.type(IncidentBody.needed(body, "class")),
        IncidentBody.severity(IncidentBody.needed(body, "severity")));
  }

  private Optional<Incident> fix(String id, String who, ObjectNode body)
      throws GateClosed, IncidentLog.Unavailable {
    @Nullable
    String target = Changes.text(body.remove("target"), "target");
    return onCall.fix(id, who,
        new Happening.FixRecorded(IncidentBody.fixKind(IncidentBody.needed(body, "kind")),
            IncidentBody.needed(body, "text"), target, IncidentBody.text(body, "reference", "")));
  }

  private Optional<Incident> verify(String id, String who, ObjectNode body)
      throws GateClosed, IncidentLog.Unavailable {
    String attested = IncidentBody.text(body, "attest", "");
    if (onCall.log().find(id).isEmpty()) {
      return Optional.empty();
    }
    return attested.isEmpty()
        ? Optional.of(onCall.keeper().verification().start(id, who))
        : onCall.keeper().verification().attest(id, who, attested);
  }

  private Optional<Incident> close(String id, String who, ObjectNode body)
      throws GateClosed, IncidentLog.Unavailable {
    boolean falseAlarm = IncidentBody.flag(body, "false_alarm");
    return falseAlarm
        ? onCall.falseAlarm(id, who, IncidentBody.needed(body, "reason"))
        : onCall.close(id, who, reason(body, "closed"));
  }

  private void contain(Context call) throws IncidentLog.Unavailable {
    ObjectNode body = AdminJson.body(call);
    String id = call.pathParam("id");
    String who = Access.caller(call).name();
    boolean dryRun = IncidentBody.flag(body, "dry_run");
    boolean waive = IncidentBody.flag(body, "waive");
    String automation = IncidentBody.text(body, "automation", "");
    @Nullable
    Duration ttl = IncidentScope.duration(body, "expires_in");
    Incident incident = onCall.log()
        .find(id)
        .orElseThrow(() -> Problem.notFound("There is no incident of that id."));
    try {
      String why = waive || !automation.isEmpty()
          ? IncidentBody.needed(body, "reason")
          : reason(body, "contained by hand");
      if (waive) {
        Changes.nothingElse(body);
        incidents.answer(call, 200, onCall.waive(id, who, why));
        return;
      }
      if (!automation.isEmpty()) {
        Changes.nothingElse(body);
        incidents.answer(call, 200, onCall.automation(id, who, why, automation.equals("on")));
        return;
      }
      FlipPlan wanted = IncidentScope.plan(incident, body, MOST_IN_SCOPE);
      Changes.nothingElse(body);
      flip(call, incident, new Wanted(who, why, wanted, ttl), dryRun);
    } catch (GateClosed closed) {
      throw problem(closed);
    }
  }

  private record Wanted(String who, String why, @Nullable FlipPlan plan, @Nullable Duration ttl) {}

  private void flip(Context call, Incident incident, Wanted wanted, boolean dryRun)
      throws GateClosed, IncidentLog.Unavailable {
    Optional<FlipPlan> plan = wanted.plan() == null
        ? onCall.keeper().containment().plan(incident)
        : Optional.of(wanted.plan());
    if (plan.isEmpty()) {
      throw new Problem(409, "nothing_to_flip_to",
          "The route has no safe target left and no rails to add; name a target or rails in \"to\".");
    }
    if (dryRun) {
      AdminJson.answer(call, 202, IncidentForms.plan(plan.get()));
      return;
    }
    ChangeResult result = onCall
        .contain(incident, wanted.who(), wanted.why(), plan.get(), wanted.ttl())
        .orElseThrow();
    if (result instanceof ChangeResult.Refused) {
      throw changes.problem(call, result);
    }
    incidents.answer(call, 200, onCall.log().find(incident.id()));
  }

  private void postmortem(Context call) throws IncidentLog.Unavailable {
    Map<String, Object> typed = AdminJson.plain(AdminJson.body(call));
    try {
      ReviewGate.Draft draft = onCall
          .postmortem(call.pathParam("id"), Access.caller(call).name(), typed)
          .orElseThrow(() -> Problem.notFound("There is no incident of that id."));
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("reference", draft.reference());
      form.put("markdown", draft.markdown());
      form.put("postmortem", draft.json());
      form.put("missing", draft.missing());
      AdminJson.answer(call, form);
    } catch (IllegalArgumentException wrong) {
      throw Problem.badRequest(wrong.getMessage() + ".");
    } catch (GateClosed closed) {
      throw problem(closed);
    }
  }

  private static String reason(ObjectNode body, String otherwise) {
    return IncidentBody.text(body, "reason", otherwise);
  }
}
