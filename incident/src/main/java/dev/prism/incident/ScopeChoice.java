package dev.prism.incident;

import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Chooses the smallest scope that holds enough of the failures: one tenant, one cohort by metadata, or
/// the whole route. Pure. A handful of failures says nothing about who they fall on, so then it is the
/// whole route.
final class ScopeChoice {
  private static final int ENOUGH = 10;
  private static final int MOST_KEYS = 50;

  private ScopeChoice() {}

  /// @param covers of the failures, 0 to 1
  /// @param share  of the route's traffic, 0 to 1
  record Chosen(Scope scope, double covers, double share) {}

  /// @param failing exchanges of the incident
  /// @param recent  exchanges of the route, good and bad
  /// @param cover   the share of the failures that it must hold, 0 to 1
  static Chosen of(List<TraceRecord> failing, List<TraceRecord> recent, double cover) {
    Chosen all = new Chosen(Scope.ALL, 1, 1);
    if (failing.size() < ENOUGH || recent.size() < ENOUGH) {
      return all;
    }
    return candidates(failing).stream()
        .map(scope -> new Chosen(scope, share(scope, failing), share(scope, recent)))
        .filter(chosen -> chosen.covers() >= cover)
        .min(Comparator.comparingDouble(Chosen::share))
        .filter(chosen -> chosen.share() < 1)
        .orElse(all);
  }

  private static List<Scope> candidates(List<TraceRecord> failing) {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (TraceRecord trace : failing) {
      if (scopes.size() >= MOST_KEYS) {
        break;
      }
      scopes.add(Scope.ofTenants(trace.caller().tenant()));
      trace.caller()
          .metadata()
          .forEach((key, value) -> scopes
              .add(new Scope(List.of(), List.of(), Map.of(key, value), Scope.DEFAULT_PERCENT)));
    }
    return new ArrayList<>(scopes);
  }

  private static double share(Scope scope, List<TraceRecord> traces) {
    long within = traces.stream().filter(trace -> scope.mayCover(trace.caller())).count();
    return (double) within / traces.size();
  }
}
