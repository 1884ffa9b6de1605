package dev.prism.server.gameday;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The newest exchanges of a night.
final class Remembered implements ScoredTraces {
  private static final int MOST = 12_500;
  private final Deque<Kept> all = new ArrayDeque<>();
  private final Map<String, ScoredTrace> byId = new HashMap<>();

  /// @param failing asked for once: nights are looked through very often
  private record Kept(ScoredTrace scored, boolean failing) {}

  void add(ScoredTrace scored) {
    all.addLast(new Kept(scored, scored.isFailing()));
    byId.put(scored.trace().ids().traceId(), scored);
    if (all.size() > MOST) {
      byId.remove(all.removeFirst().scored().trace().ids().traceId());
    }
  }

  @Override
  public Optional<ScoredTrace> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<ScoredTrace> list(Query query, int limit) {
    List<ScoredTrace> found = new ArrayList<>();
    Iterator<Kept> newest = all.descendingIterator();
    while (newest.hasNext() && found.size() < limit) {
      Kept next = newest.next();
      if (matches(query, next)) {
        found.add(next.scored());
      } else if (isBefore(query, next)) {
        break;
      }
    }
    return found;
  }

  /// They came in the order of time.
  private static boolean isBefore(Query query, Kept it) {
    Long from = query.fromMicros();
    return from != null && it.scored().trace().asked().startedAtMicros() < from;
  }

  private static boolean matches(Query query, Kept it) {
    TraceRecord trace = it.scored().trace();
    long at = trace.asked().startedAtMicros();
    return (query.route() == null || query.route().equals(trace.served().route()))
        && (query.target() == null || query.target().equals(trace.served().target()))
        && (query.sessionId() == null
            || Objects.equals(query.sessionId(), trace.caller().sessionId()))
        && (query.fromMicros() == null || at >= query.fromMicros())
        && (query.toMicros() == null || at < query.toMicros())
        && (query.failing() == null || query.failing() == it.failing());
  }

  @Override
  public void add(Score score) {
    throw new UnsupportedOperationException("every score of a game day comes with its exchange");
  }
}
