package dev.prism.store;

import dev.prism.evals.ScoreTally;
import dev.prism.evals.ScoredTraces.Query;
import dev.prism.exchange.Callers;
import dev.prism.exchange.Score;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Summed up where they are: the tables of traces and scores. No record, with its texts, is touched for it: see
/// the index `scored_trace_target`.
final class TallyRows {
  /// Of more than are wanted those whose trace ids are the smallest, from here on: digits that are random in the
  /// ids of all tracers, which often begin with the time, and that no other sample is drawn by.
  private static final String BY_CHANCE = "substr(trace_id, 17, 8)";
  private static final String THEIR_SCORES = " t JOIN score s ON s.trace_id = t.trace_id"
      + " AND (s.request_id IS NULL OR s.request_id = t.request_id)";

  private TallyRows() {}

  static ScoreTally read(Handle handle, Query query, Callers callers, int limit) {
    TraceRows.Where where = TraceRows.where(query);
    where.and("started_micros >= :whole", "whole",
        handle.createQuery("SELECT since_micros FROM trace_whole").mapTo(Long.class).one());
    where.among("tenant", callers.tenants());
    where.among("session_id", callers.sessions());
    callers.metadata().forEach((name, value) -> entry(where, name, value));
    Map<String, ScoreTally.Sums> sums = new TreeMap<>();
    handle.createQuery("SELECT rubric, SUM(w) AS weights, SUM(w * w) AS squared_weights,"
        + " SUM(w * value) AS marks, SUM(w * value * value) AS squared_marks FROM"
        + " (SELECT s.rubric, s.value, 1 / (t.chance * s.probability) AS w FROM"
        + " (SELECT trace_id, request_id, chance FROM scored_trace" + where.text() + " ORDER BY "
        + BY_CHANCE + " LIMIT " + limit + ")" + THEIR_SCORES + ") weighed GROUP BY rubric")
        .bindMap(where.values())
        .map((row, _) -> Map.entry(row.getString("rubric"),
            new ScoreTally.Sums(row.getDouble("weights"), row.getDouble("squared_weights"),
                row.getDouble("marks"), row.getDouble("squared_marks"))))
        .forEach(entry -> sums.put(entry.getKey(), entry.getValue()));
    return new ScoreTally(sums, failedChecks(handle, where));
  }

  private static Map<String, Long> failedChecks(Handle handle, TraceRows.Where where) {
    where.and("failing = 1");
    Map<String, Long> failed = new TreeMap<>();
    handle
        .createQuery("SELECT s.reason, COUNT(DISTINCT t.request_id) AS exchanges FROM"
            + " (SELECT trace_id, request_id FROM scored_trace" + where.text() + ")" + THEIR_SCORES
            + " WHERE s.by_kind = :check AND s.value < :below AND s.reason IS NOT NULL"
            + " GROUP BY s.reason")
        .bindMap(where.values())
        .bind("check", ScoreRows.kind(Score.Kind.CHECK))
        .bind("below", Score.FAILING_BELOW)
        .map((row, _) -> Map.entry(row.getString("reason"), row.getLong("exchanges")))
        .forEach(entry -> failed.put(entry.getKey(), entry.getValue()));
    return failed;
  }

  static Map<String, Long> requests(Handle handle, Query query) {
    TraceRows.Where where = TraceRows.where(query);
    Map<String, Long> requests = new TreeMap<>();
    handle
        .createQuery("SELECT tenant, SUM(1 / chance) AS requests FROM scored_trace" + where.text()
            + " GROUP BY tenant")
        .bindMap(where.values())
        .map((row, _) -> Map.entry(row.getString("tenant"), Math.round(row.getDouble("requests"))))
        .forEach(entry -> requests.put(entry.getKey(), entry.getValue()));
    return requests;
  }

  /// As the column has it.
  static @Nullable String metadata(Map<String, String> metadata) {
    return metadata.isEmpty() ? null : ScoreRows.clean(StoredJson.text(metadata));
  }

  /// The entry as it stands in the column, with what stands before it: inside of a text every quote has a
  /// backslash before it. (`replace` tells upper case from lower in either database, LIKE does not.)
  private static void entry(TraceRows.Where where, String name, String value) {
    String object = String.valueOf(metadata(Map.of(name, value)));
    String entry = object.substring(1, object.length() - 1);
    String first = where.value("{" + entry);
    String later = where.value("," + entry);
    where.and("(replace(metadata, " + first + ", '') <> metadata OR replace(metadata, " + later
        + ", '') <> metadata)");
  }
}
