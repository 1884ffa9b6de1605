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
  /// So many behind it at least: one bad answer is none.
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

  private record Mark(long micros, double value) {}

  /// Marks of different scorers do not compare.
  private static Collection<List<Mark>> byScorer(Set<String> rubrics, List<ScoredTrace> exchanges) {
    Map<Map.Entry<String, Score.By>, List<Mark>> marks = new HashMap<>();
    for (ScoredTrace one : exchanges) {
      for (Score score : one.scores()) {
        if (rubrics.contains(score.rubric())) {
          marks.computeIfAbsent(Map.entry(score.rubric(), score.by()), _ -> new ArrayList<>())
              .add(new Mark(one.trace().asked().startedAtMicros(), score.value()));
        }
      }
    }
    return marks.values();
  }

  private static ChangePoint of(List<Mark> marks) {
    int all = marks.size();
    double sum = marks.stream().mapToDouble(Mark::value).sum();
    double squares = marks.stream().mapToDouble(mark -> mark.value() * mark.value()).sum();
    ChangePoint best = NONE;
    double behind = 0;
    for (int count = 1; count <= all - USUAL; count++) {
      Mark mark = marks.get(count - 1);
      behind += mark.value();
      // What began in the same moment is on the same side.
      if (count >= LEAST && marks.get(count).micros() < mark.micros()) {
        int before = all - count;
        double usual = (sum - behind) / before;
        double mean = behind / count;
        double spread = squares - before * usual * usual - count * mean * mean;
        double errors = (mean - usual)
            / Math.sqrt((spread / all + 1e-9) * (1.0 / before + 1.0 / count));
        best = errors < best.errors() ? new ChangePoint(mark.micros(), errors) : best;
      }
    }
    return best;
  }
}
