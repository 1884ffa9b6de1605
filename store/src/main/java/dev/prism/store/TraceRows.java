package dev.prism.store;

import dev.prism.evals.ScoredTraces.Query;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// The table of traces.
final class TraceRows {
  private TraceRows() {}

  /// Adds traces, and the scores of those that were not there yet.
  static void insert(Handle handle, List<KeptTrace> traces) {
    if (traces.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch("INSERT INTO scored_trace (request_id, trace_id,"
        + " started_micros, route, target, tenant, session_id, user_id, failing, kept, bytes, record,"
        + " chance, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        + " ON CONFLICT (request_id) DO NOTHING");
    for (KeptTrace kept : traces) {
      ScoredTrace scored = kept.scored();
      TraceRecord trace = scored.trace();
      String record = new String(TraceJson.bytes(trace), StandardCharsets.UTF_8);
      batch.add(trace.ids().requestId(), trace.ids().traceId(), trace.asked().startedAtMicros(),
          trace.served().route(), trace.served().target(), trace.caller().tenant(),
          trace.caller().sessionId(), trace.caller().userId(), scored.isFailing() ? 1L : 0L,
          isNotable(scored) ? 1L : 0L, (long) record.length(), record, kept.chance(),
          TallyRows.metadata(trace.caller().metadata()));
    }
    int[] added = batch.execute();
    for (int i = 0; i < added.length; i++) {
      if (added[i] > 0) {
        ScoreRows.insert(handle, traces.get(i).scored().trace(), traces.get(i).first());
      }
    }
  }

  /// Whether it is kept longer: something failed, was flagged, or scored badly.
  static boolean isNotable(ScoredTrace scored) {
    return scored.isFailing() || SideStream.isNotable(scored.trace());
  }

  /// Scores that came later speak against these.
  static void fail(Handle handle, List<ScoreRows.Late> scores) {
    for (ScoreRows.Late late : scores) {
      String exchange = late.requestId();
      handle.execute(
          "UPDATE scored_trace SET failing = 1, kept = 1" + (late.known() ? ", chance = 1" : "")
              + " WHERE " + (exchange == null ? "trace_id = ?" : "request_id = ?"),
          exchange == null ? late.score().traceId() : exchange);
    }
  }

  static @Nullable TraceRecord find(Handle handle, String id) {
    return handle
        .createQuery("SELECT record FROM scored_trace WHERE trace_id = :id OR request_id = :id"
            + " ORDER BY started_micros DESC LIMIT 1")
        .bind("id", id)
        .mapTo(String.class)
        .findOne()
        .map(TraceReading::of)
        .orElse(null);
  }

  static List<ScoredTrace> list(Handle handle, Query query, int limit) {
    Where where = where(query);
    List<ScoredTrace> traces = handle
        .createQuery("SELECT record, chance FROM scored_trace" + where.text()
            + " ORDER BY started_micros DESC LIMIT " + limit)
        .bindMap(where.values())
        .map((row, _) -> new ScoredTrace(TraceReading.of(row.getString("record")), List.of(),
            row.getDouble("chance")))
        .list();
    return ScoreRows.with(handle, traces);
  }

  static Where where(Query query) {
    Where where = new Where();
    where.and("route = :route", "route", query.route());
    where.and("target = :target", "target", query.target());
    where.and("tenant = :tenant", "tenant", query.tenant());
    where.and("session_id = :session", "session", query.sessionId());
    where.and("user_id = :user", "user", query.userId());
    where.and("started_micros >= :from", "from", query.fromMicros());
    where.and("started_micros < :to", "to", query.toMicros());
    Boolean failing = query.failing();
    where.and("failing = :failing", "failing", failing == null ? null : failing ? 1L : 0L);
    return where;
  }

  /// What rows must fulfil, as far as it was asked for.
  static final class Where {
    private final List<String> clauses = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    void and(String clause, String name, @Nullable Object value) {
      if (value != null) {
        clauses.add(clause);
        values.put(name, value);
      }
    }

    void and(String clause) {
      clauses.add(clause);
    }

    /// @return what stands for it in a clause
    String value(Object value) {
      String name = "value" + values.size();
      values.put(name, value);
      return ":" + name;
    }

    /// One of these, any when there are none.
    void among(String column, List<String> wanted) {
      if (!wanted.isEmpty()) {
        clauses.add(wanted.stream()
            .map(this::value)
            .collect(Collectors.joining(", ", column + " IN (", ")")));
      }
    }

    Map<String, Object> values() {
      return values;
    }

    String text() {
      return clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", clauses);
    }
  }
}
