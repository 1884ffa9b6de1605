package dev.prism.evals;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.Score;

/// Whether there is a whole answer at all: `empty`, `cut` (the length limit ended it), `filtered` (the
/// provider's filter did), `refusal`, `repetition` (it goes round in circles).
public final class AnswerCheck implements Scorer {
  /// Words in a row that make a run.
  private static final int RUN = 6;
  private static final int LEAST_WORDS = 60;

  @Override
  public Score.By by() {
    return Checks.BY;
  }

  @Override
  public void score(Reading reading, Scorecard card) {
    if (!reading.isAnswered()) {
      return;
    }
    card.examined(Rubric.INSTRUCTION_ADHERENCE);
    if (reading.finish() == FinishReason.FILTER) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2, "filtered");
    } else if (isEmpty(reading)) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 1, "empty");
    } else if (!reading.callsTools() && Refusals.refuses(reading.answer())) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2, "refusal");
    }
    if (reading.finish() == FinishReason.LENGTH) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2, "cut");
    }
    if (repeats(reading.answerWords())) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2, "repetition");
    }
  }

  /// Where the trace holds no text, what the provider counted says whether there was any.
  private static boolean isEmpty(Reading reading) {
    if (reading.callsTools() || reading.finish() == FinishReason.PAUSE) {
      return false;
    }
    return reading.hasAnswer()
        ? reading.answer().isBlank()
        : reading.trace().billing().usage().prompt() > 0
            && reading.trace().billing().usage().completion() == 0;
  }

  /// Whether more than half of the runs of six words have stood there before.
  private static boolean repeats(WordList words) {
    if (words.size() < LEAST_WORDS) {
      return false;
    }
    int runs = words.size() - RUN + 1;
    HashSet64 seen = new HashSet64(runs);
    int again = 0;
    for (int i = 0; i < runs; i++) {
      again += seen.add(words.run(i, RUN)) ? 0 : 1;
    }
    return again * 2 > runs;
  }
}
