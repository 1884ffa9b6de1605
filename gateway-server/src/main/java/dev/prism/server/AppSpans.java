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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The spans that applications send, joined to their exchanges. Spans mostly come some seconds after the
/// exchange that they belong to: when they bring retrieved text that its request did not hold, its support is
/// scored then. An exchange that was left out of the sample that is scored stays out.
///
/// Spans, the exchange's text and its first scores come on three threads in any order. Each looks for the other two
/// after it has put down its own, so the last one finds them all.
final class AppSpans implements ScorePorts.Spans, SpanSource {
  private static final int MOST_TRACES = 16_384;
  private static final long MOST_BYTES = 32L << 20;

  private final SpanMemory memory = new SpanMemory(MOST_TRACES, MOST_BYTES);
  private final StoredTraces traces;
  private final RecentTraces recent;

  AppSpans(StoredTraces traces, RecentTraces recent) {
    this.traces = traces;
    this.recent = recent;
    recent.subscribe(this::support);
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
    Map<String, TraceRecord> touched = new HashMap<>();
    for (AppSpan span : added.fresh()) {
      SpanScore.of(span, ScoringStage.nowMicros()).ifPresent(traces::add);
      TraceRecord trace = recent.find(span.traceId());
      if (trace != null) {
        touched.put(trace.ids().requestId(), trace);
      }
    }
    touched.values().forEach(this::support);
    return added.refused();
  }

  /// Scores the support of an exchange that has its first scores and was not scored by its support.
  synchronized void support(TraceRecord trace) {
    Evidence evidence = evidence(trace);
    List<Score> known = evidence.retrieved() ? traces.fresh(trace) : null;
    SupportScorer scorer = new SupportScorer();
    if (known == null || known.stream().anyMatch(score -> score.by().equals(scorer.by()))) {
      return;
    }
    for (Score score : new Scoring(List.of(scorer)).score(Reading.of(trace, evidence),
        ScoringStage.nowMicros())) {
      traces.add(score, trace.ids().requestId());
    }
  }
}
