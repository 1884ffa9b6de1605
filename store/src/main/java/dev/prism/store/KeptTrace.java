package dev.prism.store;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.List;
import java.util.Set;

/// An exchange that is to be written.
///
/// @param first  the scores that are written with it
/// @param chance that one like it is written, above 0 to 1
record KeptTrace(ScoredTrace scored, List<Score> first, double chance) {
  KeptTrace(ScoredTrace scored, double chance) {
    this(scored, scored.scores(), chance);
  }

  /// Whose other scores are written by themselves.
  KeptTrace without(Set<Score> others) {
    return new KeptTrace(scored, first.stream().filter(it -> !others.contains(it)).toList(),
        chance);
  }
}
