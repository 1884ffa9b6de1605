package dev.prism.evals;

import dev.prism.exchange.Callers;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The recent exchanges with all their scores, kept within limits of age and size; failing and flagged ones
/// are kept longest. Calls may block: never from an event loop.
public interface ScoredTraces {
  /// By trace id or request id.
  Optional<ScoredTrace> find(String id);

  /// Newest first, each with the chance that it had of being kept.
  ///
  /// @param limit at most so many, at least 1
  List<ScoredTrace> list(Query query, int limit);

  /// The scores of those that match, summed up for means: only of a time of which nothing has been deleted since,
  /// and of more than `limit` exchanges of a fair sample of that whole time, mostly the same ones at each call.
  ///
  /// @param limit at most so many exchanges, at least 1
  default ScoreTally tally(Query query, Callers callers, int limit) {
    return tally(list(query, Integer.MAX_VALUE), callers, limit);
  }

  /// How many matching exchanges there were, by tenant: those that were left out of busy seconds are estimated.
  default Map<String, Long> requests(Query query) {
    return requests(list(query, Integer.MAX_VALUE));
  }

  /// The same of a memory that leaves nothing out.
  static ScoreTally tally(List<ScoredTrace> all, Callers callers, int limit) {
    return ScoreTally
        .of(all.stream().filter(it -> callers.include(it.trace().caller())).limit(limit).toList());
  }

  /// The same of a memory that leaves nothing out.
  static Map<String, Long> requests(List<ScoredTrace> all) {
    return all.stream()
        .collect(Collectors.groupingBy(it -> it.trace().caller().tenant(), TreeMap::new,
            Collectors.counting()));
  }

  /// Adds a score to a trace that is here or still to come; of a trace of several exchanges it is about the
  /// newest.
  void add(Score score);

  /// Adds a score to one exchange of a trace.
  ///
  /// @param requestId which one; null where only the trace is known
  default void add(Score score, @Nullable String requestId) {
    add(score);
  }

  /// Which are wanted; null means any.
  ///
  /// @param fromMicros started at or after, microseconds since the epoch
  /// @param toMicros   started before
  /// @param failing    by [ScoredTrace#isFailing]
  record Query(
      @Nullable String route,
      @Nullable String target,
      @Nullable String tenant,
      @Nullable String sessionId,
      @Nullable String userId,
      @Nullable Long fromMicros,
      @Nullable Long toMicros,
      @Nullable Boolean failing) {
    public static final Query ALL = new Query(null, null, null, null, null, null, null, null);

    public static Query ofRoute(String route, long fromMicros, long toMicros) {
      return new Query(route, null, null, null, null, fromMicros, toMicros, null);
    }

    public static Query ofSession(String sessionId) {
      return new Query(null, null, null, sessionId, null, null, null, null);
    }
  }
}
