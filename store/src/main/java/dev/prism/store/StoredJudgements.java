package dev.prism.store;

import dev.prism.evals.JudgeHistory;
import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.util.List;
import java.util.Optional;

/// What judges have said of the exchanges that are in memory or in the database.
public final class StoredJudgements implements JudgeHistory {
  private final Database database;
  private final StoredTraces traces;

  public StoredJudgements(Database database, StoredTraces traces) {
    this.database = database;
    this.traces = traces;
  }

  @Override
  public boolean isJudged(TraceRecord trace) {
    return traces.scores(trace).stream().anyMatch(it -> it.by().kind() == Score.Kind.JUDGE);
  }

  @Override
  public Optional<Score.By> last(String rubric) {
    try {
      return database.read(handle -> handle
          .createQuery("SELECT by_id, by_version FROM score WHERE by_kind = 'judge'"
              + " AND rubric = :rubric ORDER BY at_micros DESC LIMIT 1")
          .bind("rubric", rubric)
          .map((row, _) -> new Score.By(Score.Kind.JUDGE, row.getString("by_id"),
              row.getString("by_version")))
          .findOne());
    } catch (StoreUnavailable _) {
      return Optional.empty();
    }
  }

  @Override
  public List<Judged> judged(String rubric, Score.By by, int limit) {
    try {
      return database.read(handle -> handle
          .createQuery("SELECT s.value AS mark, t.record FROM score s JOIN scored_trace t"
              + " ON t.trace_id = s.trace_id WHERE s.by_kind = 'judge' AND s.by_id = :id"
              + " AND s.by_version = :version AND s.rubric = :rubric"
              + " ORDER BY s.at_micros DESC LIMIT :most")
          .bind("id", by.id())
          .bind("version", by.version())
          .bind("rubric", rubric)
          .bind("most", limit)
          .map((row, _) -> new Judged(TraceReading.of(row.getString("record")),
              row.getDouble("mark")))
          .list());
    } catch (StoreUnavailable _) {
      return List.of();
    }
  }
}
