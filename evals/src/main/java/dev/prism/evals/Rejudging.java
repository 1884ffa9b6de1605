package dev.prism.evals;

import dev.prism.exchange.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Notices that the judge of a rubric is another than before, and has some of the answers that the former one
/// judged judged again, so that a swap of the judge is told apart from a change of the models it judges.
final class Rejudging {
  /// Answers that are judged again for one change; 62 show a shift of the size of a judge's swap.
  static final int MOST = 64;
  private static final int LEAST_OF_ROUTE = 8;

  private final JudgeHistory history;
  private final Map<String, Score.By> current = new ConcurrentHashMap<>();

  Rejudging(JudgeHistory history) {
    this.history = history;
  }

  /// Asks for one answer to be judged again.
  interface Asking {
    /// Its scores now; empty when there are none to be had.
    List<Score> again(JudgeHistory.Judged judged) throws InterruptedException;
  }

  /// The judge whose place this score's judge has taken, the first time that it is seen.
  Optional<Score.By> replaced(Score score) {
    Score.By known = current.get(score.rubric());
    if (known == null) {
      known = history.last(score.rubric()).orElse(score.by());
    }
    current.put(score.rubric(), score.by());
    return known.equals(score.by()) ? Optional.empty() : Optional.of(known);
  }

  /// Judges again; one shift for all answers, and one for each route that has some.
  List<JudgeShift> compare(Score fresh, Score.By previous, Asking asking)
      throws InterruptedException {
    Map<String, List<Double>> moved = new TreeMap<>();
    for (JudgeHistory.Judged judged : history.judged(fresh.rubric(), previous, MOST)) {
      for (Score score : asking.again(judged)) {
        if (score.rubric().equals(fresh.rubric()) && score.by().equals(fresh.by())) {
          double shift = (score.value() - judged.value()) * 25;
          moved.computeIfAbsent("", _ -> new ArrayList<>()).add(shift);
          moved.computeIfAbsent(judged.trace().served().route(), _ -> new ArrayList<>()).add(shift);
        }
      }
    }
    List<JudgeShift> shifts = new ArrayList<>();
    moved.forEach((route, all) -> {
      if (route.isEmpty() || all.size() >= LEAST_OF_ROUTE) {
        shifts.add(new JudgeShift(route, fresh.rubric(), previous.key(), fresh.by().key(),
            all.stream().mapToDouble(Double::doubleValue).average().orElse(0), all.size(),
            System.currentTimeMillis()));
      }
    });
    return shifts;
  }
}
