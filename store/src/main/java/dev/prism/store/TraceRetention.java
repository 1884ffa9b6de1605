package dev.prism.store;

import dev.prism.evals.KeepSettings;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Deletes what is too old or too much, in steps of some hundred rows. What went as planned goes first, so it is
/// noted since when all is there.
final class TraceRetention {
  private static final int STEP = 500;
  private static final int MOST_STEPS = 200;

  private TraceRetention() {}

  private record Row(String requestId, String traceId, long startedMicros) {}

  /// One step.
  ///
  /// @return whether there may be more to delete
  static boolean step(Handle handle, KeepSettings keep, long nowMicros) {
    return delete(handle, tooOld(handle, 0, nowMicros - keep.age().toNanos() / 1_000))
        || delete(handle, tooOld(handle, 1, nowMicros - keep.failingAge().toNanos() / 1_000))
        || tooMuch(handle, keep.maxSize().bytes());
  }

  static int mostSteps() {
    return MOST_STEPS;
  }

  private static boolean tooMuch(Handle handle, long most) {
    long bytes = handle.createQuery("SELECT COALESCE(SUM(bytes), 0) FROM scored_trace")
        .mapTo(Long.class)
        .one();
    if (bytes <= most) {
      return false;
    }
    return delete(handle,
        rows(handle.createQuery("SELECT request_id, trace_id, started_micros FROM scored_trace"
            + " ORDER BY kept, started_micros LIMIT :most")));
  }

  private static List<Row> tooOld(Handle handle, long kept, long beforeMicros) {
    return rows(handle
        .createQuery("SELECT request_id, trace_id, started_micros FROM scored_trace"
            + " WHERE kept = :kept AND started_micros < :at ORDER BY started_micros LIMIT :most")
        .bind("kept", kept)
        .bind("at", beforeMicros));
  }

  private static List<Row> rows(Query query) {
    return query.bind("most", STEP)
        .map((row, _) -> new Row(row.getString("request_id"), row.getString("trace_id"),
            row.getLong("started_micros")))
        .list();
  }

  /// Scores of a whole trace go with its last exchange.
  private static boolean delete(Handle handle, List<Row> rows) {
    if (rows.isEmpty()) {
      return false;
    }
    handle.createUpdate("UPDATE trace_whole SET since_micros = :since WHERE since_micros < :since")
        .bind("since", rows.stream().mapToLong(Row::startedMicros).max().orElseThrow() + 1)
        .execute();
    List<String> requestIds = rows.stream().map(Row::requestId).toList();
    handle.createUpdate("DELETE FROM scored_trace WHERE request_id IN (<ids>)")
        .bindList("ids", requestIds)
        .execute();
    handle
        .createUpdate("DELETE FROM score WHERE trace_id IN (<traces>) AND (request_id IN (<ids>)"
            + " OR NOT EXISTS (SELECT 1 FROM scored_trace t WHERE t.trace_id = score.trace_id))")
        .bindList("traces", rows.stream().map(Row::traceId).distinct().toList())
        .bindList("ids", requestIds)
        .execute();
    return true;
  }
}
