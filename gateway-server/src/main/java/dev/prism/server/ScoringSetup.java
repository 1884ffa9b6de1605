package dev.prism.server;

import dev.prism.admin.ScorePorts;
import dev.prism.evals.EvalSettings;
import dev.prism.evals.Evidence;
import dev.prism.evals.JudgeCall;
import dev.prism.evals.JudgeSettings;
import dev.prism.evals.JudgeShift;
import dev.prism.evals.golden.LiveRubrics;
import dev.prism.evals.golden.RubricScorer;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import dev.prism.incident.cluster.ClusterSettings;
import dev.prism.incident.cluster.judge.ClusterJudging;
import dev.prism.store.Database;
import dev.prism.store.RecentTraces;
import dev.prism.store.ScoredMemory;
import dev.prism.store.StoredTraces;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Everything that scores answers, put together: the scorers of all traffic, and where scores are kept.
/// Detectors and incidents listen here.
final class ScoringSetup implements AutoCloseable {
  private static final int TRACES_IN_MEMORY = 16_384;
  private static final int WAITING = 4_096;

  private final StoredTraces traces;
  private final ScoringStage stage;
  private final JudgeSetup judge;
  private final AppSpans spans;

  private final Clock clock;

  /// @param isCandidate whether a canary's candidate answered
  ScoringSetup(EvalSettings settings, Database database, RecentTraces recent,
      Predicate<TraceRecord> isCandidate, PrometheusRegistry registry, Clock clock) {
    this.clock = clock;
    traces = new StoredTraces(database, new ScoredMemory(TRACES_IN_MEMORY, WAITING), recent,
        settings.keep(), clock);
    stage = new ScoringStage(settings.checks(), traces::take);
    traces.onLate(stage::late);
    judge = new JudgeSetup(database, isCandidate, traces);
    stage.judge(judge);
    judge.metrics(registry);
    spans = new AppSpans(traces, recent);
    stage.evidences(spans::evidence, spans::support);
    metrics(registry);
  }

  private void metrics(PrometheusRegistry registry) {
    CounterWithCallback.builder()
        .name("prism_scored_exchanges_total")
        .help("Exchanges that were scored by the checks of all traffic")
        .callback(out -> out.call((double) stage.scored()))
        .register(registry);
    CounterWithCallback.builder()
        .name("prism_unscored_exchanges_total")
        .help("Ordinary exchanges of busy seconds that were not scored")
        .callback(out -> out.call((double) stage.left()))
        .register(registry);
    CounterWithCallback.builder()
        .name("prism_scoring_seconds_total")
        .help("Time that those checks took")
        .callback(out -> out.call(stage.scoringSeconds()))
        .register(registry);
    CounterWithCallback.builder()
        .name("prism_scoring_failures_total")
        .help("Scorers and listeners of scores that threw: bugs")
        .callback(out -> out.call((double) stage.failures()))
        .register(registry);
    CounterWithCallback.builder()
        .name("prism_score_store_traces_total")
        .help(
            "Scored exchanges that were written to the store, or found no place while it was away")
        .labelNames("fate")
        .callback(out -> {
          out.call((double) traces.written(), "written");
          out.call((double) traces.dropped(), "dropped");
        })
        .register(registry);
  }

  /// The same rubrics, for the golden set.
  RubricScorer rubrics(EvalSettings settings) {
    return new RubricsOnDemand(() -> new LiveRubrics(settings, judge.call(settings)));
  }

  /// Reads each new cluster with the judge that the settings name, on the judge's account; null where they name
  /// none.
  @Nullable
  ClusterJudging clusterJudge(EvalSettings settings, ClusterSettings.Judging limits) {
    JudgeSettings wanted = settings.judge();
    JudgeCall call = judge.call(settings);
    return wanted == null || call == null
        ? null
        : new ClusterJudging(wanted.route(), limits, call, spans, traces, judge.purse(), clock);
  }

  /// The end of the side stream that scores.
  TraceSink sink() {
    return stage;
  }

  /// Whoever wants to hear of scores from now on.
  void addListener(ScoredTrace.Listener listener) {
    stage.addListener(listener);
  }

  /// Whoever wants to hear that the judge has changed, and by how much its marks moved.
  void onJudgeShift(JudgeShift.Listener listener) {
    judge.addListener(listener);
  }

  /// A detector suspects something on this route: more of it is judged for a while.
  void warm(String route) {
    judge.warm(route);
  }

  /// The data plane listens there.
  void listening(int port) {
    judge.listening(port);
  }

  /// The exchanges with their scores.
  StoredTraces traces() {
    return traces;
  }

  /// What applications say of an exchange beside its request.
  Evidence evidence(TraceRecord trace) {
    return spans.evidence(trace);
  }

  /// What the admin API needs of it.
  ScorePorts ports() {
    return new ScorePorts(traces, spans);
  }

  /// Other settings are in force.
  ///
  /// @throws IllegalArgumentException if a scorer refuses them
  void apply(EvalSettings settings) {
    stage.checks(settings.checks());
    traces.keep(settings.keep());
    judge.apply(settings);
  }

  @Override
  public void close() {
    judge.close();
    traces.close();
  }
}
