package dev.prism.store;

import dev.prism.evals.KeepSettings;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Deletes what is too old or too much, in steps of some hundred rows. What went as planned goes first.
final class TraceRetention {
  private static final int STEP = 500;
  private static final int MOST_STEPS = 200;

  private TraceRetention() {}

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
    return delete(handle, handle
        .createQuery("SELECT trace_id FROM scored_trace ORDER BY kept, started_micros LIMIT :most")
        .bind("most", STEP)
        .mapTo(String.class)
        .list());
  }

  private static List<String> tooOld(Handle handle, long kept, long beforeMicros) {
    return handle
        .createQuery("SELECT trace_id FROM scored_trace WHERE kept = :kept AND started_micros < :at"
            + " ORDER BY started_micros LIMIT :most")
        .bind("kept", kept)
        .bind("at", beforeMicros)
        .bind("most", STEP)
        .mapTo(String.class)
        .list();
  }

  private static boolean delete(Handle handle, List<String> traceIds) {
    if (traceIds.isEmpty()) {
      return false;
    }
    handle.createUpdate("DELETE FROM score WHERE trace_id IN (<ids>)")
        .bindList("ids", traceIds)
        .execute();
    handle.createUpdate("DELETE FROM scored_trace WHERE trace_id IN (<ids>)")
        .bindList("ids", traceIds)
        .execute();
    return true;
  }
}
