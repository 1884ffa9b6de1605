package dev.prism.store;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The newest exchanges of all traffic with their scores, in memory, without their texts: what a score that
/// comes late is joined with. Scores may come before their exchange and wait for it. Bounded by count, the
/// oldest go first. Safe for several threads.
public final class ScoredMemory {
  private static final int MOST_SCORES = 64;

  private final int mostTraces;
  private final int mostWaiting;
  /// By request id, oldest first.
  private final LinkedHashMap<String, Entry> traces = new LinkedHashMap<>();
  /// By trace id the newest.
  private final Map<String, Entry> byTrace = new HashMap<>();
  private final LinkedHashMap<String, List<Score>> waiting = new LinkedHashMap<>();

  private static final class Entry {
    final TraceRecord trace;
    final List<Score> scores = new ArrayList<>();

    Entry(TraceRecord trace) {
      this.trace = trace;
    }
  }

  /// @param mostTraces  at least 1
  /// @param mostWaiting trace ids whose scores may wait for their exchange
  public ScoredMemory(int mostTraces, int mostWaiting) {
    this.mostTraces = mostTraces;
    this.mostWaiting = mostWaiting;
  }

  /// Takes an exchange with its first scores.
  ///
  /// @return the scores that had come before it
  public synchronized List<Score> add(TraceRecord trace, List<Score> scores) {
    Entry entry = new Entry(bare(trace));
    entry.scores.addAll(scores);
    List<Score> early = waiting.remove(trace.ids().traceId());
    if (early != null) {
      entry.scores.addAll(early);
    }
    traces.put(trace.ids().requestId(), entry);
    byTrace.put(trace.ids().traceId(), entry);
    while (traces.size() > mostTraces) {
      Entry oldest = traces.pollFirstEntry().getValue();
      byTrace.remove(oldest.trace.ids().traceId(), oldest);
    }
    return early == null ? List.of() : early;
  }

  /// Takes a score of an exchange that is here or, where only its trace is known, still to come.
  ///
  /// @param requestId which exchange of the trace; null for the newest
  /// @return the exchange, without texts; null while it is not here
  public synchronized @Nullable TraceRecord add(Score score, @Nullable String requestId) {
    Entry entry = requestId == null ? byTrace.get(score.traceId()) : traces.get(requestId);
    if (entry == null && requestId != null) {
      return null;
    }
    if (entry == null) {
      List<Score> early = waiting.computeIfAbsent(score.traceId(), _ -> new ArrayList<>());
      addBounded(early, score);
      while (waiting.size() > mostWaiting) {
        waiting.pollFirstEntry();
      }
      return null;
    }
    addBounded(entry.scores, score);
    return entry.trace;
  }

  private static void addBounded(List<Score> scores, Score score) {
    if (scores.size() < MOST_SCORES) {
      scores.add(score);
    }
  }

  /// By trace id or request id; without texts.
  public synchronized Optional<ScoredTrace> find(String id) {
    Entry entry = traces.getOrDefault(id, byTrace.get(id));
    return entry == null
        ? Optional.empty()
        : Optional.of(new ScoredTrace(entry.trace, entry.scores));
  }

  /// The scores of an exchange that are in memory; null when it is not there.
  public synchronized @Nullable List<Score> scores(TraceRecord trace) {
    Entry entry = traces.get(trace.ids().requestId());
    return entry == null ? null : List.copyOf(entry.scores);
  }

  /// Those that match, newest first.
  synchronized List<ScoredTrace> list(ScoredTraces.Query query, int limit) {
    List<ScoredTrace> found = new ArrayList<>();
    for (Entry entry : traces.sequencedValues().reversed()) {
      ScoredTrace scored = new ScoredTrace(entry.trace, entry.scores);
      if (QueryMatch.matches(query, scored)) {
        found.add(scored);
        if (found.size() >= limit) {
          break;
        }
      }
    }
    return found;
  }

  private static TraceRecord bare(TraceRecord trace) {
    return new TraceRecord(trace.ids(), trace.caller(), trace.asked(), trace.served(),
        trace.attempts(), trace.outcome(), trace.billing(), trace.rails(), TraceRecord.Texts.NONE);
  }
}
