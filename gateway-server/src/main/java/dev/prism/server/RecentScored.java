package dev.prism.server;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.store.RecentTraces;
import dev.prism.store.TraceFilter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The recent traces with the scores that were added to them, in memory.
final class RecentScored implements ScoredTraces {
  private static final int MOST_SCORED = 20_000;
  private static final int LOOKED_AT = 10_000;

  private final RecentTraces recent;
  private final Map<String, List<Score>> scores = new LinkedHashMap<>();

  RecentScored(RecentTraces recent) {
    this.recent = recent;
  }

  @Override
  public Optional<ScoredTrace> find(String id) {
    return Optional.ofNullable(recent.find(id)).map(this::scored);
  }

  @Override
  public List<ScoredTrace> list(Query query, int limit) {
    TraceFilter filter = new TraceFilter(query.sessionId(), query.userId(), query.tenant(),
        query.route(), instant(query.fromMicros()), instant(query.toMicros()), null);
    return recent.list(filter, LOOKED_AT)
        .stream()
        .filter(trace -> query.target() == null || query.target().equals(trace.served().target()))
        .map(this::scored)
        .filter(it -> query.failing() == null || query.failing() == it.isFailing())
        .limit(limit)
        .toList();
  }

  private static @Nullable Instant instant(@Nullable Long micros) {
    return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private ScoredTrace scored(TraceRecord trace) {
    synchronized (scores) {
      return new ScoredTrace(trace, scores.getOrDefault(trace.ids().traceId(), List.of()));
    }
  }

  @Override
  public void add(Score score) {
    synchronized (scores) {
      scores.computeIfAbsent(score.traceId(), _ -> new ArrayList<>()).add(score);
      while (scores.size() > MOST_SCORED) {
        scores.remove(scores.keySet().iterator().next());
      }
    }
  }
}
