package dev.prism.exchange;

import java.util.List;

/// An exchange with scores: the unit that detectors, clusters and the golden set read.
///
/// @param scores where a listener is called: those that are new. Where a store answers: all that it has
public record ScoredTrace(TraceRecord trace, List<Score> scores) {
  public ScoredTrace {
    scores = List.copyOf(scores);
  }

  /// Whether any score speaks against the answer, or the exchange itself failed.
  public boolean isFailing() {
    return trace.outcome().kind() == TraceRecord.Outcome.Kind.FAILED
        || trace.outcome().error() != null || scores.stream().anyMatch(Score::isFailing);
  }

  /// Hears of traces as they are scored: once with the scores of the checks, again with those that come
  /// later from a judge, an application or a human. Called by one scoring thread at a time, in no promised
  /// order of traces; must not wait for anything remote.
  public interface Listener {
    void scored(ScoredTrace scored);
  }
}
