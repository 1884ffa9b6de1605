package dev.prism.incident;

import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Chooses the smallest scope that holds enough of the trouble: one tenant, one cohort by metadata, or the
/// whole route. Pure. What counts is how many fail beyond what is usual on the route: a scope must fail far
/// more than that, and what it leaves out no more. A handful of failures says nothing about who they fall on, so
/// then it is the whole route.
final class ScopeChoice {
  static final int ENOUGH = 10;
  private static final int MOST_CANDIDATES = 50;
  /// In standard deviations. Fifty candidates are tried, so one alone must be far out.
  private static final double FAR_MORE = 4;
  private static final double NO_MORE = 2;
  static final Chosen ALL = new Chosen(Scope.ALL, 1, 1);

  private final Sample sample;
  private final double cover;

  private ScopeChoice(Sample sample, double cover) {
    this.sample = sample;
    this.cover = cover;
  }

  /// @param covers of the failures beyond the usual, 0 to 1
  /// @param share  of the route's traffic, 0 to 1
  record Chosen(Scope scope, double covers, double share) {}

  /// What there is to choose by.
  ///
  /// @param failing exchanges of the incident
  /// @param since   exchanges of the route since it began, good and bad
  /// @param usual   the share that failed in the same way before, 0 to 1; 0 when nothing is known
  record Sample(List<TraceRecord> failing, List<TraceRecord> since, double usual) {}

  /// @param cover the share of the failures beyond the usual that it must hold, 0 to 1
  static Chosen of(Sample sample, double cover) {
    return sample.failing().size() < ENOUGH || sample.since().size() < ENOUGH
        ? ALL
        : new ScopeChoice(sample, cover).smallest();
  }

  /// Whether so many failures of that many exchanges are no chance.
  ///
  /// @param usual the share that fails otherwise, 0 to 1
  static boolean isFarMore(long failed, long of, double usual) {
    return failed >= ENOUGH && deviations(failed - usual * of, (double) of, usual) >= FAR_MORE;
  }

  private Chosen smallest() {
    Map<Scope, Integer> failed = counts(sample.failing());
    Map<Scope, Integer> inside = counts(sample.since());
    return failed.entrySet()
        .stream()
        .sorted(Map.Entry.<Scope, Integer>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().toString()))
        .limit(MOST_CANDIDATES)
        .map(entry -> weigh(entry.getKey(), entry.getValue(),
            inside.getOrDefault(entry.getKey(), 0)))
        .filter(chosen -> chosen.covers() >= cover && chosen.share() < 1)
        .min(Comparator.comparingDouble(Chosen::share))
        .orElse(ALL);
  }

  /// How many exchanges each tenant and each value of their metadata has.
  private static Map<Scope, Integer> counts(List<TraceRecord> traces) {
    Map<String, Integer> tenants = new HashMap<>();
    Map<Map.Entry<String, String>, Integer> values = new HashMap<>();
    for (TraceRecord trace : traces) {
      tenants.merge(trace.caller().tenant(), 1, Integer::sum);
      trace.caller().metadata().entrySet().forEach(entry -> values.merge(entry, 1, Integer::sum));
    }
    Map<Scope, Integer> counts = new HashMap<>();
    tenants.forEach((tenant, count) -> counts.put(Scope.ofTenants(tenant), count));
    values.forEach((entry, count) -> counts.put(new Scope(List.of(), List.of(),
        Map.of(entry.getKey(), entry.getValue()), Scope.DEFAULT_PERCENT), count));
    return counts;
  }

  /// Covers nothing when it fails no more than the rest.
  private Chosen weigh(Scope scope, double failed, double inside) {
    double outside = sample.since().size() - inside;
    double beyond = failed - sample.usual() * inside;
    double left = sample.failing().size() - failed - sample.usual() * outside;
    boolean far = deviations(beyond, inside, sample.usual()) >= FAR_MORE;
    boolean quiet = deviations(left, outside, sample.usual()) < NO_MORE;
    double covers = quiet ? 1 : beyond / (beyond + left);
    return new Chosen(scope, far ? covers : 0, inside / sample.since().size());
  }

  private static double deviations(double beyond, double among, double usual) {
    return beyond / Math.sqrt(usual * among + 1);
  }
}
