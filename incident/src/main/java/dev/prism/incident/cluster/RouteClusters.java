package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster;
import dev.prism.incident.FailureCluster.Contrast;
import dev.prism.incident.Signal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One route: its window, its clusters, and what the last run said. Belongs to the clustering thread.
final class RouteClusters {
  /// A cause that comes back within a day is the same cluster.
  private static final long FORGET_MILLIS = 24 * 3_600_000L;
  private static final double LEADER_LIKENESS = 0.6;
  /// Growth alone may call for a run after so long.
  private static final long SOONEST_MILLIS = 5_000;
  final RouteWindow window;
  private final String route;
  private final ClusterSettings settings;
  private final Taxonomy taxonomy;
  private final ClusterLedger ledger;
  private final UsualCauses usual;
  private final Map<KnownCluster, double[]> middles = new HashMap<>();
  private @Nullable TextSpace space;
  private List<ClusterReport> reports = List.of();
  private List<Contrast> contrast = List.of();
  private final Map<String, ClusterReport> remembered = new HashMap<>();
  private long ranMillis = Long.MIN_VALUE / 2;
  private int failingThen;
  private int failedSince;

  RouteClusters(String route, ClusterSettings settings, Taxonomy taxonomy) {
    this.route = route;
    this.settings = settings;
    this.taxonomy = taxonomy;
    window = new RouteWindow(settings, route.hashCode());
    ledger = new ClusterLedger(route, FORGET_MILLIS);
    usual = new UsualCauses(settings.window().toMillis());
  }

  /// Of the last run.
  List<ClusterReport> reports() {
    return reports;
  }

  /// Of all failing traces, of the last run.
  List<Contrast> contrast() {
    return contrast;
  }

  /// The newest of each cluster that is remembered, by id.
  Map<String, ClusterReport> remembered() {
    return remembered;
  }

  /// Gives up what only places new traces between runs; a space takes some megabytes.
  void dropSpace() {
    space = null;
    middles.clear();
  }

  /// Takes a failure, and gives it to the cluster that it most likely belongs to until the next run knows.
  void fail(FailingTrace trace, long nowMillis) {
    failedSince += window.isFailing(trace.id()) ? 0 : 1;
    window.fail(trace, nowMillis);
    KnownCluster leader = leader(trace);
    if (leader != null) {
      leader.take(trace);
    }
  }

  private @Nullable KnownCluster leader(FailingTrace trace) {
    KnownCluster leader = trace.signature() == null ? null : ledger.of(trace.signature());
    if (leader == null && space != null && !middles.isEmpty()) {
      double[] place = space.place(trace.text());
      double best = LEADER_LIKENESS;
      for (Map.Entry<KnownCluster, double[]> middle : middles.entrySet()) {
        double likeness = Vectors.dot(place, middle.getValue());
        if (likeness > best) {
          best = likeness;
          leader = middle.getKey();
        }
      }
    }
    return leader;
  }

  /// Whether there is something new to group and it is time, or failures have doubled.
  boolean isDue(long nowMillis) {
    long since = nowMillis - ranMillis;
    boolean doubled = failedSince >= Math.max(failingThen, settings.density().minClusterSize());
    return since >= settings.every().toMillis() || (doubled && since >= SOONEST_MILLIS);
  }

  /// Groups the window, if anything has changed.
  ///
  /// @return a signal for each cluster that has formed or doubled, but for causes that are there on any day
  List<Signal> run(long nowMillis) {
    ranMillis = nowMillis;
    usual.age(window.expire(nowMillis), nowMillis);
    if (!window.takeChanged()) {
      return List.of();
    }
    List<FailingTrace> failing = window.failing();
    List<PassingTrace> passing = window.passing();
    failingThen = failing.size();
    failedSince = 0;
    Grouping.Run run = new Grouping(settings).run(failing, passing);
    Map<ClusterDraft, KnownCluster> identities = ledger.identify(run,
        failing.stream().map(FailingTrace::id).collect(Collectors.toSet()), nowMillis);
    remember(run, identities);
    return publish(run, identities, failing, passing, nowMillis);
  }

  private void remember(Grouping.Run run, Map<ClusterDraft, KnownCluster> identities) {
    space = run.space();
    middles.clear();
    identities.forEach((draft, cluster) -> {
      if (draft.signature() == null && run.space() != null) {
        middles.put(cluster, ClusterLedger.middle(cluster.exemplars, run.space()));
      }
    });
  }

  private List<Signal> publish(Grouping.Run run, Map<ClusterDraft, KnownCluster> identities,
      List<FailingTrace> failing, List<PassingTrace> passing, long nowMillis) {
    ClusterNames names = new ClusterNames(Stream
        .concat(failing.stream().map(FailingTrace::text), passing.stream().map(PassingTrace::text))
        .toList());
    List<Map<String, String>> passes = passing.stream().map(PassingTrace::facts).toList();
    contrast = ContrastTable.of(failing.stream().map(FailingTrace::facts).toList(), passes);
    ClusterReport.Run about = new ClusterReport.Run(nowMillis, failing.size(), passing.size(),
        run.texts(), run.rescued(), run.alone());
    List<ClusterReport> found = new ArrayList<>();
    List<Signal> news = new ArrayList<>();
    identities.forEach((draft, known) -> {
      Subtype subtype = taxonomy.classify(draft);
      List<Contrast> apart = ContrastTable
          .of(draft.members().stream().map(FailingTrace::facts).toList(), passes);
      FailureCluster cluster = cluster(draft, known, names.of(draft, subtype), subtype, apart);
      found.add(new ClusterReport(cluster, known.total, subtype.title(),
          ImmediateFix.of(subtype, apart), about));
      String cause = draft.signature();
      boolean unusual = cause == null || usual.isUnusual(cause, draft.members().size());
      if (unusual && known.isNews()) {
        news.add(new Signal.Clustered(cluster, nowMillis));
      }
    });
    reports = List.copyOf(found);
    found.forEach(report -> remembered.put(report.cluster().id(), report));
    remembered.keySet().retainAll(ledger.ids());
    return news;
  }

  private FailureCluster cluster(ClusterDraft draft, KnownCluster known, String name,
      Subtype subtype, List<Contrast> apart) {
    return new FailureCluster(known.id, route, name, subtype.category(), subtype.key(),
        draft.signature(), draft.representatives().stream().map(FailingTrace::id).toList(),
        draft.members().stream().map(FailingTrace::id).toList(), apart, known.firstMicros,
        draft.members().getLast().startedMicros(), Grouping.VERSION);
  }
}
