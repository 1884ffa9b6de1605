package dev.prism.exchange;

import java.util.List;

/// An exchange with scores: the unit that detectors, clusters and the golden set read.
///
/// @param scores where a listener is called: those that are new. Where a store answers: all that it has
/// @param chance that a store keeps one like it, above 0 to 1: far higher for those that fail, so a mean or a share of
///               what is kept weighs by 1/chance
public record ScoredTrace(TraceRecord trace, List<Score> scores, double chance) {
  public ScoredTrace {
    scores = List.copyOf(scores);
    if (!(chance > 0 && chance <= 1)) {
      throw new IllegalArgumentException("a chance is above 0 to 1, not " + chance);
    }
  }

  /// One that is there for certain.
  public ScoredTrace(TraceRecord trace, List<Score> scores) {
    this(trace, scores, 1);
  }

  /// How many exchanges it stands for, at least 1.
  public double weight() {
    return 1 / chance;
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
