package dev.prism.server;

import dev.prism.admin.ScorePorts;
import dev.prism.evals.AppSpan;
import dev.prism.evals.Evidence;
import dev.prism.evals.Reading;
import dev.prism.evals.Scoring;
import dev.prism.evals.SpanEvidence;
import dev.prism.evals.SpanMemory;
import dev.prism.evals.SpanScore;
import dev.prism.evals.SupportScorer;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.cluster.judge.SpanSource;
import dev.prism.incident.cluster.judge.TraceSpan;
import dev.prism.store.RecentTraces;
import dev.prism.store.StoredTraces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// The spans that applications send, joined to their exchanges. Spans mostly come some seconds after the
/// exchange that they belong to: when they bring retrieved text that its request did not hold, its support is
/// scored then. Those that come while the exchange is being scored are looked at once more a second later.
final class AppSpans implements ScorePorts.Spans, SpanSource {
  private static final int MOST_TRACES = 16_384;
  private static final long MOST_BYTES = 32L << 20;
  private static final Executor LATER = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS,
      task -> Thread.ofVirtual().name("late-support").start(task));

  private final SpanMemory memory = new SpanMemory(MOST_TRACES, MOST_BYTES);
  private final StoredTraces traces;
  private final RecentTraces recent;

  AppSpans(StoredTraces traces, RecentTraces recent) {
    this.traces = traces;
    this.recent = recent;
  }

  @Override
  public List<AppSpan> of(TraceRecord trace) {
    return memory.of(trace);
  }

  Evidence evidence(TraceRecord trace) {
    return SpanEvidence.of(memory.of(trace));
  }

  /// The gateway's own account of the exchange, then the application's.
  @Override
  public List<TraceSpan> of(ScoredTrace scored) {
    List<TraceSpan> spans = new ArrayList<>(OF_RECORD.of(scored));
    for (AppSpan span : memory.of(scored.trace())) {
      spans.add(new TraceSpan(span.spanId(), span.kind().name().toLowerCase(Locale.ROOT),
          span.name(), (span.failed() ? "failed " : "") + span.attributes()));
    }
    return spans;
  }

  @Override
  public int take(List<AppSpan> spans) {
    SpanMemory.Added added = memory.add(spans);
    Set<String> touched = new HashSet<>();
    for (AppSpan span : added.fresh()) {
      SpanScore.of(span, ScoringStage.nowMicros()).ifPresent(traces::add);
      touched.add(span.traceId());
    }
    support(touched);
    LATER.execute(() -> support(touched));
    return added.refused();
  }

  private void support(Set<String> traceIds) {
    for (String id : traceIds) {
      TraceRecord trace = recent.find(id);
      if (trace != null) {
        support(trace);
      }
    }
  }

  /// Scores the support of an exchange that had none to be scored by.
  private void support(TraceRecord trace) {
    SupportScorer scorer = new SupportScorer();
    boolean scored = traces.scores(trace)
        .stream()
        .anyMatch(score -> score.by().equals(scorer.by()));
    Evidence evidence = evidence(trace);
    if (!scored && evidence.retrieved()) {
      for (Score score : new Scoring(List.of(scorer)).score(Reading.of(trace, evidence),
          ScoringStage.nowMicros())) {
        traces.add(score, trace.ids().requestId());
      }
    }
  }
}
