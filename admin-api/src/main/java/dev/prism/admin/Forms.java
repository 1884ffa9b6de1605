package dev.prism.admin;

import dev.prism.routing.Difference;
import dev.prism.routing.Flip;
import dev.prism.routing.FlipTo;
import dev.prism.routing.PlainForm;
import dev.prism.routing.Revision;
import dev.prism.routing.RoutingStrategy;
import dev.prism.routing.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Routing's values as JSON objects. Their own members are snake_case; what stands in the config file
/// (strategies, settings, paths of changes) keeps the form that it has there.
final class Forms {
  private Forms() {}

  static Map<String, Object> flip(Flip flip) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", flip.id());
    form.put("revision", flip.revision());
    form.put("route", flip.route());
    form.put("to", to(flip.to()));
    form.put("scope", scope(flip.scope()));
    form.put("reason", flip.reason());
    form.put("author", flip.author());
    put(form, "incident", flip.incident());
    form.put("created_at", time(flip.createdAtMillis()));
    if (flip.expiresAtMillis() != 0) {
      form.put("expires_at", time(flip.expiresAtMillis()));
    }
    form.put("in_flight", flip.inFlight().name().toLowerCase(Locale.ROOT));
    return form;
  }

  private static Map<String, Object> to(FlipTo to) {
    Map<String, Object> form = new LinkedHashMap<>();
    put(form, "target", to.target());
    RoutingStrategy strategy = to.strategy();
    if (strategy != null) {
      form.put("strategy", strategy(strategy));
    }
    if (!to.rails().isEmpty()) {
      form.put("rails", to.rails());
    }
    return form;
  }

  /// As in the config: `{"canary": {"stable": …}}`.
  static Object strategy(RoutingStrategy strategy) {
    Object written = PlainForm.write(FlipTo.strategy(strategy)).get("strategy");
    return written == null ? Map.of() : written;
  }

  private static Map<String, Object> scope(Scope scope) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("tenants", scope.tenants());
    form.put("sessions", scope.sessions());
    form.put("metadata", scope.metadata());
    form.put("percent", scope.percent());
    return form;
  }

  /// Without the table.
  static Map<String, Object> revision(Revision revision) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("number", revision.number());
    form.put("parent", revision.parent());
    form.put("created_at", time(revision.createdAtMillis()));
    form.put("author", revision.author());
    form.put("action", revision.action());
    form.put("reason", revision.reason());
    put(form, "incident", revision.incident());
    return form;
  }

  static List<Object> changes(List<Difference> changes) {
    List<Object> forms = new ArrayList<>();
    for (Difference change : changes) {
      Map<String, Object> form = new LinkedHashMap<>();
      form.put("path", change.path());
      form.put("before", change.before());
      form.put("after", change.after());
      forms.add(form);
    }
    return forms;
  }

  static String time(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).toString();
  }

  static void put(Map<String, Object> form, String name, @Nullable Object value) {
    if (value != null) {
      form.put(name, value);
    }
  }
}
