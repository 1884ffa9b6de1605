package dev.prism.store;

import dev.prism.evals.ScoreMinute;
import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// Sums up scores by minute and stream, and adds the sums to the store. Streams past a limit are left out,
/// and counted.
final class MinuteSums {
  private static final int MOST = 50_000;
  private static final long MICROS_IN_MINUTE = TimeUnit.MINUTES.toMicros(1);

  private Map<Key, double[]> sums = new HashMap<>();
  private long leftOut;

  private record Key(
      long minute,
      String route,
      String target,
      String prompt,
      String model,
      String rubric,
      String judge) {}

  synchronized void add(TraceRecord trace, List<Score> scores) {
    TraceRecord.Served served = trace.served();
    String prompt = served.promptVersion() == null ? "" : served.promptVersion();
    for (Score score : scores) {
      Key key = new Key(score.atMicros() / MICROS_IN_MINUTE, served.route(), served.target(),
          prompt, served.modelUsed(), score.rubric(), score.by().key());
      double[] sum = sums.get(key);
      if (sum == null) {
        if (sums.size() >= MOST) {
          leftOut++;
          continue;
        }
        sum = new double[5];
        sums.put(key, sum);
      }
      double weight = 1 / score.probability();
      sum[0]++;
      sum[1] += score.isFailing() ? 1 : 0;
      sum[2] += weight;
      sum[3] += weight * score.value();
      sum[4] += weight * score.value() * score.value();
    }
  }

  /// What has been summed up since the last call.
  synchronized List<ScoreMinute> take() {
    List<ScoreMinute> taken = new ArrayList<>(sums.size());
    sums.forEach((key, sum) -> taken
        .add(new ScoreMinute(key.minute(), key.route(), key.target(), key.prompt(), key.model(),
            key.rubric(), key.judge(), (long) sum[0], (long) sum[1], sum[2], sum[3], sum[4])));
    sums = new HashMap<>();
    return taken;
  }

  synchronized long leftOut() {
    return leftOut;
  }

  static void write(Handle handle, List<ScoreMinute> minutes) {
    if (minutes.isEmpty()) {
      return;
    }
    PreparedBatch batch = handle.prepareBatch("INSERT INTO score_minute (minute, route, target,"
        + " prompt_version, model, rubric, judge, scores, failing, weight, weighted_sum,"
        + " weighted_squares) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        + " ON CONFLICT (minute, route, target, prompt_version, model, rubric, judge) DO UPDATE SET"
        + " scores = score_minute.scores + excluded.scores,"
        + " failing = score_minute.failing + excluded.failing,"
        + " weight = score_minute.weight + excluded.weight,"
        + " weighted_sum = score_minute.weighted_sum + excluded.weighted_sum,"
        + " weighted_squares = score_minute.weighted_squares + excluded.weighted_squares");
    for (ScoreMinute m : minutes) {
      batch.add(m.minute(), m.route(), m.target(), m.promptVersion(), m.model(), m.rubric(),
          m.judge(), m.scores(), m.failing(), m.weight(), m.weightedSum(), m.weightedSquares());
    }
    batch.execute();
  }

  static List<ScoreMinute> read(Handle handle, @Nullable String route, @Nullable String rubric,
      long fromMinute, long toMinute) {
    return handle
        .createQuery("SELECT * FROM score_minute WHERE minute >= :from AND minute < :to"
            + (route == null ? "" : " AND route = :route")
            + (rubric == null ? "" : " AND rubric = :rubric")
            + " ORDER BY minute, route, target, rubric, judge LIMIT 20000")
        .bind("from", fromMinute)
        .bind("to", toMinute)
        .bindMap(route == null ? Map.of() : Map.of("route", route))
        .bindMap(rubric == null ? Map.of() : Map.of("rubric", rubric))
        .map((row, _) -> new ScoreMinute(row.getLong("minute"), row.getString("route"),
            row.getString("target"), row.getString("prompt_version"), row.getString("model"),
            row.getString("rubric"), row.getString("judge"), row.getLong("scores"),
            row.getLong("failing"), row.getDouble("weight"), row.getDouble("weighted_sum"),
            row.getDouble("weighted_squares")))
        .list();
  }
}
