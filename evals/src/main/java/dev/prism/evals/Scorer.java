package dev.prism.evals;

import dev.prism.exchange.Score;

/// Scores exchanges by what can be seen in them. Found by `ServiceLoader`; made once, asked by one thread at
/// a time, in the order in which exchanges ended. It sees all traffic, so it must be quick (some
/// microseconds), call nobody and keep nothing of what it reads. One that throws gives no scores of that
/// exchange, which is counted.
public interface Scorer {
  /// Who signs its scores. Scorers that sign alike share one score for each rubric that nothing speaks
  /// against.
  Score.By by();

  void score(Reading reading, Scorecard card);

  /// The same scorer with these settings.
  default Scorer with(CheckSettings settings) {
    return this;
  }
}
