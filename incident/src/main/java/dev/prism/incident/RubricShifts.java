package dev.prism.incident;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far the means of a route's rubrics have moved since an incident began, in standard errors, by what its kept
/// exchanges stand for. Pure. A detector speaks of one rubric at a time, and first of the one that happens to be
/// worst; what moved along with it tells an invention, where only the grounding suffers, from drift.
final class RubricShifts {
  private static final int ENOUGH = 20;
  private static final double CLEAR = -2;

  private final Map<String, Double> errors;

  private RubricShifts(Map<String, Double> errors) {
    this.errors = errors;
  }

  /// @param since  exchanges of the route since it began
  /// @param before those before it
  static RubricShifts of(List<ScoredTrace> since, List<ScoredTrace> before) {
    return of(since, before, ENOUGH);
  }

  /// @param least scores since it began that are enough
  static RubricShifts of(List<ScoredTrace> since, List<ScoredTrace> before, int least) {
    Map<Scorer, MarkSums> now = sums(since);
    Map<Scorer, MarkSums> then = sums(before);
    Map<String, Double> errors = new HashMap<>();
    now.forEach((scorer, sums) -> {
      MarkSums usual = then.get(scorer);
      if (usual != null && sums.countBeside(usual) >= least && usual.count() >= ENOUGH) {
        double error = (sums.mean() - usual.mean())
            / Math.sqrt(squaredError(sums, usual) + usual.squaredError() + 1e-9);
        errors.merge(scorer.rubric(), error, Math::min);
      }
    });
    return new RubricShifts(errors);
  }

  /// Whether its mean is clearly lower than before.
  boolean dropped(String rubric) {
    return moved(rubric) <= CLEAR;
  }

  /// In standard errors, below 0 for lower; 0 where it is not known.
  double moved(String rubric) {
    return errors.getOrDefault(rubric, 0.0);
  }

  /// Whether there are scores enough to say.
  boolean isKnown(String rubric) {
    return errors.containsKey(rubric);
  }

  /// All whose means are.
  List<String> dropped() {
    return errors.keySet().stream().filter(this::dropped).sorted().toList();
  }

  /// Marks of different scorers do not compare.
  private record Scorer(String rubric, Score.By by) {}

  private static Map<Scorer, MarkSums> sums(List<ScoredTrace> traces) {
    Map<Scorer, MarkSums> sums = new HashMap<>();
    for (ScoredTrace trace : traces) {
      for (Score score : trace.scores()) {
        sums.merge(new Scorer(score.rubric(), score.by()),
            MarkSums.of(trace.weight(), score.value()), MarkSums::plus);
      }
    }
    return sums;
  }

  /// A handful of marks may be alike by chance.
  private static double squaredError(MarkSums sums, MarkSums usual) {
    return sums.countBeside(usual) >= ENOUGH
        ? sums.squaredError()
        : Math.max(sums.squaredError(), usual.scatter() / (usual.weights() * sums.weights()));
  }
}
