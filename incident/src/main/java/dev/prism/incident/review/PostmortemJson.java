package dev.prism.incident.review;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The sections of a postmortem as plain values.
final class PostmortemJson {
  private PostmortemJson() {}

  static Map<String, Object> summary(Postmortem page) {
    PostmortemFacts facts = page.facts();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("text", page.text().summary());
    put(form, "class", facts.incidentClass());
    form.put("severity", facts.severity());
    form.put("route", facts.route());
    put(form, "cluster", facts.cluster());
    form.put("began_at", Postmortem.time(facts.onsetMillis()));
    form.put("detected_at", Postmortem.time(facts.detectedMillis()));
    Long end = facts.endMillis();
    put(form, "contained_at", end == null ? null : Postmortem.time(end));
    return form;
  }

  static Map<String, Object> timeline(PostmortemFacts facts) {
    List<Object> events = new ArrayList<>();
    facts.timeline()
        .forEach(event -> events.add(ordered("at", Postmortem.time(event.atMillis()), "step",
            event.step(), "who", event.who(), "text", event.text())));
    return ordered("events", events, "traces", facts.traceIds());
  }

  static Map<String, Object> rootCause(Postmortem page) {
    List<Object> changes = new ArrayList<>();
    page.facts()
        .changes()
        .forEach(change -> changes.add(
            ordered("kind", change.kind(), "before", change.before(), "after", change.after())));
    List<Object> contrast = new ArrayList<>();
    page.facts()
        .contrast()
        .forEach(each -> contrast
            .add(ordered("attribute", each.attribute(), "value", each.value(), "failing_share",
                each.failingShare(), "passing_share", each.passingShare(), "lift", each.lift())));
    return ordered("text", page.text().rootCause(), "changes", changes, "contrast", contrast);
  }

  static Map<String, Object> impact(Postmortem page) {
    PostmortemFacts.Impact impact = page.facts().impact();
    Map<String, Object> form = new LinkedHashMap<>();
    known(form, "bad_answers", impact.badAnswers());
    known(form, "users", impact.users());
    known(form, "sessions", impact.sessions());
    form.put("session_ids", impact.sessionIds());
    form.put("tenants", new TreeMap<>(impact.tenants()));
    form.put("customers", page.text().customers());
    return form;
  }

  static Map<String, Object> actions(Postmortem page) {
    List<Object> items = new ArrayList<>();
    page.text().actions().forEach(each -> {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("text", each.text());
      put(item, "owner", each.owner());
      put(item, "due", each.due() == null ? null : each.due().toString());
      put(item, "flip", each.flip());
      items.add(item);
    });
    List<Object> flips = new ArrayList<>();
    page.facts()
        .flips()
        .forEach(flip -> flips.add(ordered("id", flip.id(), "to", flip.to(), "scope", flip.scope(),
            "in_force", flip.inForce())));
    List<Object> fixes = new ArrayList<>();
    page.facts()
        .fixes()
        .forEach(fix -> fixes
            .add(ordered("kind", fix.kind(), "text", fix.text(), "reference", fix.reference())));
    return ordered("items", items, "flips", flips, "fixes", fixes);
  }

  static Map<String, Object> gate(Postmortem page) {
    Map<String, Object> form = new LinkedHashMap<>();
    PostmortemFacts.Evaluated evaluation = page.facts().evaluation();
    if (evaluation != null) {
      form.put("outcome", evaluation.outcome());
      form.put("text", evaluation.text());
      form.put("entries", evaluation.entries());
      form.put("graded", evaluation.graded());
      form.put("caught", evaluation.caught());
    }
    form.put("change", page.text().gate());
    form.put("golden_entries", page.facts().golden());
    return form;
  }

  private static void put(Map<String, Object> form, String name, @Nullable String value) {
    if (value != null) {
      form.put(name, value);
    }
  }

  private static void known(Map<String, Object> form, String name, long count) {
    if (count >= 0) {
      form.put(name, count);
    }
  }

  /// Names and values by turns.
  static Map<String, Object> ordered(Object... members) {
    Map<String, Object> form = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      form.put((String) members[i], members[i + 1]);
    }
    return form;
  }
}
