package dev.prism.admin;

import dev.prism.incident.Evaluation;
import dev.prism.incident.FixKind;
import dev.prism.incident.FlipPlan;
import dev.prism.incident.Gates;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.SignalNote;
import dev.prism.incident.WireProof;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Incidents as JSON objects.
final class IncidentForms {
  private IncidentForms() {}

  /// What a list shows of it.
  static Map<String, Object> brief(Incident incident) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", incident.id());
    form.put("route", incident.route());
    form.put("state", incident.state().word());
    form.put("state_since", Forms.time(incident.state().sinceMillis()));
    incident.classification().ifPresent(named -> {
      form.put("class", named.type().word());
      form.put("severity", named.severity().name());
    });
    form.put("opened_at", Forms.time(incident.openedAtMillis()));
    form.put("changed_at", Forms.time(incident.changedAtMillis()));
    form.put("onset_at", Forms.time(incident.onsetMillis()));
    form.put("summary", incident.signals().getFirst().text());
    form.put("contained", Gates.isContained(incident));
    form.put("acknowledged", incident.last(Happening.Acknowledged.class).isPresent());
    form.put("automation", incident.automationOn());
    return form;
  }

  static Map<String, Object> whole(Incident incident, List<String> golden) {
    Map<String, Object> form = brief(incident);
    form.put("dedup_key", incident.dedupKey());
    incident.classification().ifPresent(named -> form.put("classification", classified(named)));
    form.put("signals", incident.signals().stream().map(IncidentForms::signal).toList());
    form.put("traces", incident.traceIds());
    incident.last(Happening.Considered.class)
        .ifPresent(it -> form.put("containment", considered(it)));
    form.put("flips",
        incident.all(Happening.Flipped.class).map(flip -> flipped(incident, flip)).toList());
    aftermath(incident, form);
    incident.last(Happening.Evaluated.class)
        .ifPresent(it -> form.put("evaluation", evaluated(it.result())));
    form.put("fixes", incident.all(Happening.FixRecorded.class).map(IncidentForms::fix).toList());
    incident.last(Happening.CanaryMoved.class)
        .ifPresent(it -> form.put("canary",
            Map.of("percent", it.percent(), "course", it.course(), "text", it.text())));
    incident.last(Happening.Verified.class).ifPresent(it -> form.put("verified", it.text()));
    incident.last(Happening.PostmortemWritten.class)
        .ifPresent(it -> form.put("postmortem",
            Map.of("reference", it.reference(), "missing", it.missing())));
    form.put("golden", golden);
    form.put("missing", missing(incident, golden));
    form.put("timeline", incident.events().stream().map(IncidentForms::event).toList());
    return form;
  }

  /// What each step waits for.
  private static Map<String, Object> missing(Incident incident, List<String> golden) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("evaluate", Gates.beforeEvaluating(incident));
    form.put("fix", Gates.beforeFixing(incident));
    form.put("verify", Gates.beforeVerifying(incident));
    form.put("close",
        Gates.beforeClosing(incident,
            incident.last(Happening.PostmortemWritten.class)
                .map(Happening.PostmortemWritten::missing)
                .orElse(List.of("the postmortem")),
            golden));
    return form;
  }

  private static void aftermath(Incident incident, Map<String, Object> form) {
    incident.last(Happening.Confirmed.class)
        .ifPresent(it -> form.put("proof", proof(it.flipId(), it.proof())));
    incident.last(Happening.SessionsFound.class)
        .ifPresent(it -> form.put("sessions",
            Map.of("count", it.count(), "course", it.course(), "ids", it.sessions())));
    incident.last(Happening.CachePurged.class).ifPresent(it -> form.put("cache", it.text()));
    incident.last(Happening.TenantsAudited.class)
        .ifPresent(it -> form.put("tenants", Map.of("from", Forms.time(it.fromMillis()), "to",
            Forms.time(it.toMillis()), "requests", it.requests())));
  }

  private static Map<String, Object> classified(Happening.Classified named) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("class", named.type().word());
    form.put("severity", named.severity().name());
    form.put("confidence", named.confidence());
    form.put("evidence", named.evidence());
    form.put("by", named.byHuman() ? "human" : "prism");
    return form;
  }

  private static Map<String, Object> signal(SignalNote note) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("kind", note.kind());
    form.put("at", Forms.time(note.atMillis()));
    Forms.put(form, "target", note.target());
    Forms.put(form, "prompt_version", note.promptVersion());
    Forms.put(form, "model", note.model());
    Forms.put(form, "cohort", note.cohort());
    Forms.put(form, "rubric", note.rubric());
    Forms.put(form, "cluster", note.cluster());
    Forms.put(form, "session_id", note.sessionId());
    form.put("reason", note.reason());
    form.put("text", note.text());
    form.put("traces", note.traceIds());
    return form;
  }

  private static Map<String, Object> considered(Happening.Considered considered) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("course", considered.course());
    form.put("rule", considered.rule());
    FlipPlan plan = considered.plan();
    if (plan != null) {
      form.put("plan", plan(plan));
    }
    return form;
  }

  static Map<String, Object> plan(FlipPlan plan) {
    Map<String, Object> to = new LinkedHashMap<>();
    Forms.put(to, "target", plan.target());
    if (!plan.rails().isEmpty()) {
      to.put("rails", plan.rails());
    }
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("route", plan.route());
    form.put("to", to);
    form.put("scope", Map.of("tenants", plan.tenants(), "sessions", plan.sessions(), "metadata",
        plan.metadata()));
    form.put("in_flight", plan.cut() ? "cut" : "finish");
    form.put("ttl_seconds", plan.ttlMillis() / 1_000);
    form.put("hop", plan.hop());
    form.put("covers", plan.covers());
    form.put("traffic_share", plan.traffic());
    return form;
  }

  private static Map<String, Object> flipped(Incident incident, Happening.Flipped flip) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", flip.flipId());
    form.put("revision", flip.revision());
    form.put("plan", plan(flip.plan()));
    form.put("expires_at", Forms.time(flip.expiresAtMillis()));
    form.put("in_force", incident.flips().contains(flip));
    form.put("confirmed", incident.isConfirmed(flip.flipId()));
    return form;
  }

  private static Map<String, Object> proof(String flipId, WireProof proof) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("flip", flipId);
    form.put("responses", proof.responses());
    form.put("carried", proof.carried());
    form.put("share", proof.share());
    form.put("nodes", proof.nodes());
    form.put("confirmed_nodes", proof.confirmed());
    form.put("millis", proof.millis());
    return form;
  }

  static Map<String, Object> evaluated(Evaluation.Result result) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("outcome", result.outcome().name().toLowerCase(Locale.ROOT));
    form.put("entries", result.entries());
    form.put("ran", result.ran());
    form.put("caught", result.caught());
    form.put("lower_bound", result.lowerBound());
    form.put("text", result.text());
    form.put("fix_kinds", result.outcome().needed().stream().map(IncidentForms::kind).toList());
    return form;
  }

  private static Map<String, Object> fix(Happening.FixRecorded fix) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("kind", kind(fix.kind()));
    form.put("text", fix.text());
    Forms.put(form, "target", fix.target());
    form.put("reference", fix.reference());
    return form;
  }

  private static String kind(FixKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Map<String, Object> event(IncidentEvent event) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("number", event.number());
    form.put("at", Forms.time(event.atMillis()));
    form.put("who", event.who());
    form.put("what", words(event.what().getClass().getSimpleName()));
    form.put("why", event.why());
    return form;
  }

  /// `flip_made` for `FlipMade`.
  private static String words(String name) {
    return String.join("_", new ArrayList<>(List.of(name.split("(?=[A-Z])"))))
        .toLowerCase(Locale.ROOT);
  }
}
