package dev.prism.evals;

import dev.prism.exchange.Score;

/// How much the answer has to do with the question: `prompt_echo` when it mostly says the question again,
/// `off_topic` when a long answer shares no telling word with a question that has several. Otherwise the
/// share of the question's telling words that the answer takes up, from 3 for none to 5 for a third. Silent
/// where the two are in different languages.
public final class RelevanceScorer implements Scorer {
  private static final Score.By BY = new Score.By(Score.Kind.LOCAL, "relevance", "1");
  private static final int RUN = 6;
  private static final int LEAST_ASKED = 4;
  private static final int LEAST_ANSWERED = 12;

  @Override
  public Score.By by() {
    return BY;
  }

  @Override
  public void score(Reading reading, Scorecard card) {
    if (!reading.hasAnswer() || reading.callsTools() || reading.answer().isBlank()) {
      return;
    }
    WordList answer = reading.answerWords();
    WordList question = reading.questionWords();
    int asked = 0;
    int taken = 0;
    HashSet64 said = answer.asSet();
    for (int i = 0; i < question.size(); i++) {
      if (!question.is(i, WordList.STOP)) {
        asked++;
        taken += said.has(question.hash(i)) ? 1 : 0;
      }
    }
    if (asked < LEAST_ASKED || answer.size() < LEAST_ANSWERED) {
      return;
    }
    if (echoes(answer, question)) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 1, "prompt_echo");
    } else if (taken == 0 && LanguageCheck.differs(reading)) {
      return;
    } else if (taken == 0) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2.5, "off_topic");
    } else {
      card.valued(Rubric.INSTRUCTION_ADHERENCE, 3 + 2 * Math.min(1, 3.0 * taken / asked));
    }
  }

  /// Whether three in five runs of six words of the answer stand in the question.
  private static boolean echoes(WordList answer, WordList question) {
    int runs = answer.size() - RUN + 1;
    if (question.size() < RUN) {
      return false;
    }
    HashSet64 asked = new HashSet64(question.size());
    for (int i = 0; i + RUN <= question.size(); i++) {
      asked.add(question.run(i, RUN));
    }
    int same = 0;
    for (int i = 0; i < runs; i++) {
      same += asked.has(answer.run(i, RUN)) ? 1 : 0;
    }
    return same * 5 > runs * 3;
  }
}
