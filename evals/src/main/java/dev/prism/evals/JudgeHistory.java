package dev.prism.evals;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import java.util.List;
import java.util.Optional;

/// What judges have said before. May block.
public interface JudgeHistory {
  /// Who judged by this rubric last.
  Optional<Score.By> last(String rubric);

  /// Answers that were judged by this rubric and this judge, newest first.
  List<Judged> judged(String rubric, Score.By by, int limit);

  /// Whether a judge's score of this exchange is known already.
  boolean isJudged(TraceRecord trace);

  /// @param value the score that it had
  record Judged(TraceRecord trace, double value) {}
}
