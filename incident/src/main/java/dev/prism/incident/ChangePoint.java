package dev.prism.incident;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// When the marks of a rubric sank: the moment behind which they are lower than before by the most standard errors. A
/// detector's onset is when its evidence last stood at nothing, which chance puts hours before the trouble, and what
/// sank beside it is lost among the good answers of those hours. Pure.
///
/// @param micros of the first exchange behind it, since the epoch
/// @param errors in standard errors, below 0
record ChangePoint(long micros, double errors) {
  /// So many behind it at least, or what so many stand for: one bad answer is none.
  static final int LEAST = 8;
  private static final int USUAL = 20;
  private static final double CLEAR = -3;
  private static final ChangePoint NONE = new ChangePoint(0, 0);

  /// @param exchanges the newest first
  /// @return 0 micros where nothing sank clearly
  static ChangePoint of(Set<String> rubrics, List<ScoredTrace> exchanges) {
    ChangePoint best = NONE;
    for (List<Mark> marks : byScorer(rubrics, exchanges)) {
      ChangePoint one = of(marks);
      best = one.errors() < best.errors() ? one : best;
    }
    return best.errors() <= CLEAR ? best : NONE;
  }

  /// Whether an exchange began behind it.
  boolean precedes(ScoredTrace exchange) {
    return exchange.trace().asked().startedAtMicros() >= micros;
  }

  private record Mark(long micros, MarkSums sums) {}

  /// Marks of different scorers do not compare.
  private static Collection<List<Mark>> byScorer(Set<String> rubrics, List<ScoredTrace> exchanges) {
    Map<Map.Entry<String, Score.By>, List<Mark>> marks = new HashMap<>();
    for (ScoredTrace one : exchanges) {
      for (Score score : one.scores()) {
        if (rubrics.contains(score.rubric())) {
          marks.computeIfAbsent(Map.entry(score.rubric(), score.by()), _ -> new ArrayList<>())
              .add(new Mark(one.trace().asked().startedAtMicros(),
                  MarkSums.of(one.weight(), score.value())));
        }
      }
    }
    return marks.values();
  }

  private static ChangePoint of(List<Mark> marks) {
    MarkSums all = marks.stream().map(Mark::sums).reduce(MarkSums.NONE, MarkSums::plus);
    ChangePoint best = NONE;
    MarkSums behind = MarkSums.NONE;
    for (int next = 1; next < marks.size(); next++) {
      Mark mark = marks.get(next - 1);
      behind = behind.plus(mark.sums());
      MarkSums before = all.minus(behind);
      // What began in the same moment is on the same side.
      if (behind.weights() >= LEAST * all.each() && before.weights() >= USUAL * all.each()
          && marks.get(next).micros() < mark.micros()) {
        double spread = (before.scatter() + behind.scatter()) / all.weights();
        double errors = (behind.mean() - before.mean())
            / Math.sqrt((spread + 1e-9) * (1 / before.weights() + 1 / behind.weights()));
        best = errors < best.errors() ? new ChangePoint(mark.micros(), errors) : best;
      }
    }
    return best;
  }
}
