package dev.prism.evals;

import dev.prism.exchange.Score;

/// How far what was retrieved supports the answer: the share of its telling words, and of its pairs of
/// words, that the context has; numbers and names that the context does not have. Silent where there is no
/// place for retrieved text.
///
/// Reasons: `unsupported_number`, `unsupported_name`, `unsupported`, and `empty_retrieval` when there was
/// nothing to answer from and the answer does not say so.
public final class SupportScorer implements Scorer {
  private static final Score.By BY = new Score.By(Score.Kind.LOCAL, "support", "1");
  /// Fewer telling words than this say nothing.
  private static final int LEAST_WORDS = 4;
  private static final double UNSUPPORTED = 0.35;
  private static final double SUPPORTED = 0.75;

  @Override
  public Score.By by() {
    return BY;
  }

  @Override
  public void score(Reading reading, Scorecard card) {
    if (!reading.hasAnswer() || reading.callsTools() || reading.answer().isBlank()) {
      return;
    }
    switch (reading.retrieval()) {
      case NONE -> {
      }
      case EMPTY -> {
        if (Refusals.admitsIgnorance(reading.answer())) {
          card.valued(Rubric.FACTUAL_GROUNDING, 4);
        } else {
          card.found(Rubric.FACTUAL_GROUNDING, 2, "empty_retrieval");
        }
      }
      case PRESENT -> support(reading, card);
    }
  }

  private static void support(Reading reading, Scorecard card) {
    Support support = Support.of(reading);
    if (support.words() < LEAST_WORDS || Refusals.admitsIgnorance(reading.answer())) {
      return;
    }
    double share = (support.share() - UNSUPPORTED) / (SUPPORTED - UNSUPPORTED);
    double value = 1 + 4 * Math.max(0, Math.min(1, share))
        - 1.5 * Math.min(2, support.missingNumbers()) - 0.75 * Math.min(2, support.missingNames());
    if (support.missingNumbers() > 0) {
      card.found(Rubric.FACTUAL_GROUNDING, value, "unsupported_number");
    } else if (support.missingNames() > 0) {
      card.found(Rubric.FACTUAL_GROUNDING, value, "unsupported_name");
    } else if (value < Score.FAILING_BELOW) {
      card.found(Rubric.FACTUAL_GROUNDING, value, "unsupported");
    } else {
      card.valued(Rubric.FACTUAL_GROUNDING, value);
    }
  }
}
