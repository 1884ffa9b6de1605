package dev.prism.evals;

/// The scores of one minute that may be compared with each other, summed up: one point of a chart, and all
/// that a detector needs to know of that minute. A score weighs 1/probability.
///
/// @param minute          since the epoch
/// @param promptVersion   empty for a target without a prompt
/// @param judge           [dev.prism.exchange.Score.By#key()]
/// @param scores          how many
/// @param failing         of them, how many speak against their answer
/// @param weight          sum of the weights
/// @param weightedSum     sum of weight × value
/// @param weightedSquares sum of weight × value²
public record ScoreMinute(
    long minute,
    String route,
    String target,
    String promptVersion,
    String model,
    String rubric,
    String judge,
    long scores,
    long failing,
    double weight,
    double weightedSum,
    double weightedSquares) {
  /// The weighted mean, 1 to 5.
  public double mean() {
    return weightedSum / weight;
  }
}
