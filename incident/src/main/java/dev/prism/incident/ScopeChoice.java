package dev.prism.incident;

import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Chooses the smallest scope that holds enough of the trouble: one tenant, one cohort by metadata, or the
/// whole route. Pure. What counts is how many fail beyond what is usual on the route: a scope must fail far
/// more than that, and what it leaves out no more. A handful of failures says nothing about who they fall on, so
/// then it is the whole route. Exchanges count as many times as there were exchanges like them: of busy seconds all
/// that fail are kept, and a few of the others.
final class ScopeChoice {
  static final int ENOUGH = 10;
  private static final int MOST_CANDIDATES = 50;
  /// In standard deviations. Fifty candidates are tried, so one alone must be far out.
  private static final double FAR_MORE = 4;
  private static final double NO_MORE = 2;
  static final Chosen ALL = new Chosen(Scope.ALL, 1, 1);

  private final Sample sample;
  private final double cover;
  private final Traffic failing;
  private final Traffic since;

  private ScopeChoice(Sample sample, double cover) {
    this.sample = sample;
    this.cover = cover;
    failing = Traffic.of(sample.failing());
    since = Traffic.of(sample.since());
  }

  /// How many exchanges the kept ones stand for.
  ///
  /// @param count of them all
  /// @param each  what one stands for, at least 1 where there are any: by how much more their count is left to chance
  private record Traffic(double count, double each) {
    static Traffic of(List<ScoredTrace> kept) {
      double count = kept.stream().mapToDouble(ScoredTrace::weight).sum();
      double squares = kept.stream().mapToDouble(it -> it.weight() * it.weight()).sum();
      return new Traffic(count, count == 0 ? 1 : squares / count);
    }
  }

  /// @param covers of the failures beyond the usual, 0 to 1
  /// @param share  of the route's traffic, 0 to 1
  record Chosen(Scope scope, double covers, double share) {}

  /// What there is to choose by.
  ///
  /// @param failing exchanges of the incident
  /// @param since   exchanges of the route since it began, good and bad
  /// @param usual   the share that failed in the same way before, 0 to 1; 0 when nothing is known
  record Sample(List<ScoredTrace> failing, List<ScoredTrace> since, double usual) {
    /// Of a busy route the newest are looked at, and failures alone reach back further: those do not compare.
    Sample {
      long oldest = since.stream().mapToLong(Sample::began).min().orElse(0);
      failing = failing.stream().filter(it -> began(it) >= oldest).toList();
    }

    private static long began(ScoredTrace kept) {
      return kept.trace().asked().startedAtMicros();
    }
  }

  /// @param cover the share of the failures beyond the usual that it must hold, 0 to 1
  static Chosen of(Sample sample, double cover) {
    return sample.failing().size() < ENOUGH || sample.since().size() < ENOUGH
        ? ALL
        : new ScopeChoice(sample, cover).smallest();
  }

  /// Whether so many of these fail that it is no chance.
  ///
  /// @param usual the share that fails otherwise, 0 to 1
  static boolean failFarMore(List<ScoredTrace> kept, Predicate<ScoredTrace> fails, double usual) {
    List<ScoredTrace> failed = kept.stream().filter(fails).toList();
    Traffic all = Traffic.of(kept);
    return failed.size() >= ENOUGH && deviations(Traffic.of(failed).count() - usual * all.count(),
        all.count(), all.each(), usual) >= FAR_MORE;
  }

  private Chosen smallest() {
    Map<Scope, Double> failed = counts(sample.failing());
    Map<Scope, Double> inside = counts(sample.since());
    return failed.entrySet()
        .stream()
        .sorted(Map.Entry.<Scope, Double>comparingByValue()
            .reversed()
            .thenComparing(entry -> entry.getKey().toString()))
        .limit(MOST_CANDIDATES)
        .map(entry -> weigh(entry.getKey(), entry.getValue(),
            inside.getOrDefault(entry.getKey(), 0.0)))
        .filter(chosen -> chosen.covers() >= cover && chosen.share() < 1)
        .min(Comparator.comparingDouble(Chosen::share))
        .orElse(ALL);
  }

  /// How many exchanges each tenant and each value of their metadata has.
  private static Map<Scope, Double> counts(List<ScoredTrace> kept) {
    Map<String, Double> tenants = new HashMap<>();
    Map<Map.Entry<String, String>, Double> values = new HashMap<>();
    for (ScoredTrace one : kept) {
      TraceRecord.Caller caller = one.trace().caller();
      tenants.merge(caller.tenant(), one.weight(), Double::sum);
      caller.metadata().entrySet().forEach(it -> values.merge(it, one.weight(), Double::sum));
    }
    Map<Scope, Double> counts = new HashMap<>();
    tenants.forEach((tenant, count) -> counts.put(Scope.ofTenants(tenant), count));
    values.forEach((entry, count) -> counts.put(new Scope(List.of(), List.of(),
        Map.of(entry.getKey(), entry.getValue()), Scope.DEFAULT_PERCENT), count));
    return counts;
  }

  /// Covers nothing when it fails no more than the rest.
  private Chosen weigh(Scope scope, double failed, double inside) {
    double outside = since.count() - inside;
    double beyond = failed - sample.usual() * inside;
    double left = failing.count() - failed - sample.usual() * outside;
    boolean far = deviations(beyond, inside, since.each(), sample.usual()) >= FAR_MORE;
    boolean quiet = deviations(left, outside, since.each(), sample.usual()) < NO_MORE;
    double covers = quiet ? 1 : beyond / (beyond + left);
    return new Chosen(scope, far ? covers : 0, inside / since.count());
  }

  /// Chance is in how many fail, and where not all are kept in how many there were.
  private static double deviations(double beyond, double among, double each, double usual) {
    return beyond / Math.sqrt(usual * among * (1 + usual * (each - 1)) + 1);
  }
}
