package dev.prism.evals;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The recent exchanges with all their scores, kept within limits of age and size; failing and flagged ones
/// are kept longest. Calls may block: never from an event loop.
public interface ScoredTraces {
  /// By trace id or request id.
  Optional<ScoredTrace> find(String id);

  /// Newest first.
  ///
  /// @param limit at most so many, at least 1
  List<ScoredTrace> list(Query query, int limit);

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
