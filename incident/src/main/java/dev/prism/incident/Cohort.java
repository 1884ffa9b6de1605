package dev.prism.incident;

import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A part of a route's traffic: the exchanges with one value of one attribute.
///
/// @param attribute `tenant`, `endpoint`, or a key of a request's metadata
public record Cohort(String attribute, String value) {
  private static final String TENANT = "tenant";
  private static final String ENDPOINT = "endpoint";

  /// @param text as [StreamKey#cohort()] has it
  /// @return empty where it is not `attribute=value`
  private static Stream<Cohort> of(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? Stream.empty()
        : Stream.of(new Cohort(text.substring(0, equals), text.substring(equals + 1)));
  }

  /// An exchange's value of an attribute, null where it has none.
  public static @Nullable String valueOf(TraceRecord trace, String attribute) {
    return switch (attribute) {
      case TENANT -> trace.caller().tenant();
      case ENDPOINT -> trace.asked().endpoint().label();
      default -> trace.caller().metadata().get(attribute);
    };
  }

  boolean holds(TraceRecord trace) {
    return value.equals(valueOf(trace, attribute));
  }

  /// Whom a flip for it would be for; empty for an endpoint, for which no flip can be.
  private Optional<Scope> scope() {
    return switch (attribute) {
      case TENANT -> Optional.of(Scope.ofTenants(value));
      case ENDPOINT -> Optional.empty();
      default -> Optional
          .of(new Scope(List.of(), List.of(), Map.of(attribute, value), Scope.DEFAULT_PERCENT));
    };
  }

  /// Those whose own scores an incident's signals say have dropped, in the order in which they said so.
  static List<Cohort> named(Incident incident) {
    return incident.signals()
        .stream()
        .flatMap(note -> Stream.ofNullable(note.cohort()))
        .distinct()
        .flatMap(Cohort::of)
        .toList();
  }

  /// The scopes that a flip for one of them can have, and the one for all tenants among them.
  static Set<Scope> scopes(List<Cohort> cohorts) {
    Set<Scope> scopes = new LinkedHashSet<>();
    List<String> tenants = new ArrayList<>();
    for (Cohort cohort : cohorts) {
      cohort.scope().ifPresent(scopes::add);
      if (cohort.attribute().equals(TENANT)) {
        tenants.add(cohort.value());
      }
    }
    if (tenants.size() > 1) {
      scopes.add(Scope.ofTenants(tenants.toArray(String[]::new)));
    }
    return scopes;
  }
}
