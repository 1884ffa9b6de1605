package dev.prism.store;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// The table of scores.
final class ScoreRows {
  private static final String COLUMNS = "trace_id, rubric, value, by_kind, by_id, by_version,"
      + " probability, at_micros, reason, explanation";

  private ScoreRows() {}

  /// Adds the first scores of a trace.
  static void insert(Handle handle, TraceRecord trace, List<Score> scores) {
    if (scores.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch(
        "INSERT INTO score (" + COLUMNS + ", request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (Score score : scores) {
      batch.add(score.traceId(), score.rubric(), score.value(), kind(score.by().kind()),
          score.by().id(), score.by().version(), score.probability(), score.atMicros(),
          score.reason(), clean(score.explanation()), trace.ids().requestId());
    }
    batch.execute();
  }

  /// A score that came later.
  ///
  /// @param requestId the exchange that it is about; null for every exchange of the trace
  /// @param known     whether its exchange was still in memory, and so is kept if the score speaks against it
  record Late(Score score, @Nullable String requestId, boolean known) {}

  /// Adds scores that came later, of the traces that are there.
  static void insertLate(Handle handle, List<Late> scores) {
    if (scores.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch("INSERT INTO score (" + COLUMNS + ", request_id)"
        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
        + " WHERE EXISTS (SELECT 1 FROM scored_trace WHERE trace_id = ?)");
    for (Late late : scores) {
      Score score = late.score();
      batch.add(score.traceId(), score.rubric(), score.value(), kind(score.by().kind()),
          score.by().id(), score.by().version(), score.probability(), score.atMicros(),
          score.reason(), clean(score.explanation()), late.requestId(), score.traceId());
    }
    batch.execute();
  }

  /// The same traces with their scores, oldest score first.
  static List<ScoredTrace> with(Handle handle, List<ScoredTrace> traces) {
    if (traces.isEmpty()) {
      return List.of();
    }
    Map<String, List<Row>> rows = new HashMap<>();
    handle
        .createQuery("SELECT " + COLUMNS + ", request_id FROM score WHERE trace_id IN (<ids>)"
            + " ORDER BY at_micros")
        .bindList("ids", traces.stream().map(it -> it.trace().ids().traceId()).distinct().toList())
        .map((row, _) -> new Row(row.getString("request_id"), read(row)))
        .forEach(
            row -> rows.computeIfAbsent(row.score().traceId(), _ -> new ArrayList<>()).add(row));
    return traces.stream().map(it -> {
      TraceRecord.Ids ids = it.trace().ids();
      return new ScoredTrace(it.trace(),
          rows.getOrDefault(ids.traceId(), List.of())
              .stream()
              .filter(row -> row.requestId() == null || row.requestId().equals(ids.requestId()))
              .map(Row::score)
              .toList(),
          it.chance());
    }).toList();
  }

  /// @param requestId whose score it is; null for every exchange of the trace
  private record Row(@Nullable String requestId, Score score) {}

  static Score read(ResultSet row) throws SQLException {
    return new Score(row.getString("trace_id"), row.getString("rubric"), row.getDouble("value"),
        new Score.By(Score.Kind.valueOf(row.getString("by_kind").toUpperCase(Locale.ROOT)),
            row.getString("by_id"), row.getString("by_version")),
        row.getDouble("probability"), row.getLong("at_micros"), row.getString("reason"),
        row.getString("explanation"));
  }

  /// Without what PostgreSQL takes in no text: NUL, and halves of characters.
  static @Nullable String clean(@Nullable String text) {
    return text == null
        ? null
        : new String(text.replace('\u0000', ' ').getBytes(StandardCharsets.UTF_8),
            StandardCharsets.UTF_8);
  }

  /// The kind in the table and in JSON.
  static String kind(Score.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
