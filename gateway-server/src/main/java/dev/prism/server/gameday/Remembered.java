package dev.prism.server.gameday;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterators;
import java.util.stream.StreamSupport;

/// The newest exchanges of a night.
final class Remembered implements ScoredTraces {
  private static final int MOST = 12_500;
  private final Deque<ScoredTrace> all = new ArrayDeque<>();
  private final Map<String, ScoredTrace> byId = new HashMap<>();

  void add(ScoredTrace scored) {
    all.addLast(scored);
    byId.put(scored.trace().ids().traceId(), scored);
    if (all.size() > MOST) {
      byId.remove(all.removeFirst().trace().ids().traceId());
    }
  }

  @Override
  public Optional<ScoredTrace> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<ScoredTrace> list(Query query, int limit) {
    Iterator<ScoredTrace> newest = all.descendingIterator();
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(newest, 0), false)
        .filter(it -> matches(query, it))
        .limit(limit)
        .toList();
  }

  private static boolean matches(Query query, ScoredTrace it) {
    TraceRecord trace = it.trace();
    long at = trace.asked().startedAtMicros();
    return (query.route() == null || query.route().equals(trace.served().route()))
        && (query.target() == null || query.target().equals(trace.served().target()))
        && (query.sessionId() == null
            || Objects.equals(query.sessionId(), trace.caller().sessionId()))
        && (query.fromMicros() == null || at >= query.fromMicros())
        && (query.toMicros() == null || at < query.toMicros())
        && (query.failing() == null || query.failing() == it.isFailing());
  }

  @Override
  public void add(Score score) {
    throw new UnsupportedOperationException("every score of a game day comes with its exchange");
  }
}
