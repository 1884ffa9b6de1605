package dev.prism.server.gameday;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The newest exchanges of a night.
final class Remembered implements ScoredTraces {
  /// A gateway keeps a week of them, and what was usual lies before hours of trouble.
  private static final int MOST = 50_000;
  private static final int AT_ONCE = 1_000;
  /// In the order of time.
  private final List<Kept> all = new ArrayList<>();
  private final Map<String, ScoredTrace> byId = new HashMap<>();

  /// @param failing asked for once: nights are looked through very often
  private record Kept(ScoredTrace scored, boolean failing) {
    long micros() {
      return scored.trace().asked().startedAtMicros();
    }
  }

  void add(ScoredTrace scored) {
    all.add(new Kept(scored, scored.isFailing()));
    byId.put(scored.trace().ids().traceId(), scored);
    if (all.size() > MOST) {
      List<Kept> oldest = all.subList(0, AT_ONCE);
      oldest.forEach(it -> byId.remove(it.scored().trace().ids().traceId()));
      oldest.clear();
    }
  }

  @Override
  public Optional<ScoredTrace> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  @Override
  public List<ScoredTrace> list(Query query, int limit) {
    List<ScoredTrace> found = new ArrayList<>();
    Long to = query.toMicros();
    Long from = query.fromMicros();
    for (int i = to == null ? all.size() - 1 : before(to); i >= 0 && found.size() < limit; i--) {
      Kept next = all.get(i);
      if (matches(query, next)) {
        found.add(next.scored());
      } else if (from != null && next.micros() < from) {
        break;
      }
    }
    return found;
  }

  /// The last that began before then, -1 for none.
  private int before(long micros) {
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).micros() < micros) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  private static boolean matches(Query query, Kept it) {
    TraceRecord trace = it.scored().trace();
    long at = it.micros();
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
