package dev.prism.evals;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The scores of some exchanges summed up for means, each weighed by how likely it was to be given and kept.
///
/// @param rubrics      the sums by rubric
/// @param failedChecks of all matching exchanges: how many a check speaks against, by its reason
public record ScoreTally(Map<String, Sums> rubrics, Map<String, Long> failedChecks) {
  public ScoreTally {
    rubrics = Map.copyOf(rubrics);
    failedChecks = Map.copyOf(failedChecks);
  }

  /// @param weights        sum of the weights
  /// @param squaredWeights sum of weight²
  /// @param marks          sum of weight × value
  /// @param squaredMarks   sum of weight × value²
  public record Sums(double weights, double squaredWeights, double marks, double squaredMarks) {
    public static final Sums NONE = new Sums(0, 0, 0, 0);

    Sums with(double weight, double value) {
      return new Sums(weights + weight, squaredWeights + weight * weight, marks + weight * value,
          squaredMarks + weight * value * value);
    }

    /// As how many scores of equal weight they count.
    public double count() {
      return weights == 0 ? 0 : weights * weights / squaredWeights;
    }

    /// From 0 to 100, as [Score#percent()]; 0 for none.
    public double percent() {
      return weights == 0 ? 0 : (marks / weights - Score.WORST) * Score.PERCENT_OF_A_MARK;
    }

    /// Of one score, in points of 0 to 100, squared; 0 for none.
    public double variance() {
      double mean = weights == 0 ? 0 : marks / weights;
      return weights == 0
          ? 0
          : Math.max(0, squaredMarks / weights - mean * mean) * Score.PERCENT_OF_A_MARK
              * Score.PERCENT_OF_A_MARK;
    }
  }

  /// Of a memory that leaves nothing out.
  public static ScoreTally of(List<ScoredTrace> exchanges) {
    Map<String, Sums> rubrics = new TreeMap<>();
    Map<String, Long> failed = new TreeMap<>();
    for (ScoredTrace exchange : exchanges) {
      for (Score score : exchange.scores()) {
        Sums before = rubrics.getOrDefault(score.rubric(), Sums.NONE);
        rubrics.put(score.rubric(), before.with(1 / score.probability(), score.value()));
      }
      exchange.scores()
          .stream()
          .filter(score -> score.by().kind() == Score.Kind.CHECK && score.isFailing())
          .flatMap(score -> Stream.ofNullable(score.reason()))
          .distinct()
          .forEach(reason -> failed.merge(reason, 1L, Long::sum));
    }
    return new ScoreTally(rubrics, failed);
  }
}
