package dev.prism.evals;

import dev.prism.exchange.Score;

/// Who signs what deterministic checks find.
final class Checks {
  static final Score.By BY = new Score.By(Score.Kind.CHECK, "checks", "1");

  private Checks() {}
}
