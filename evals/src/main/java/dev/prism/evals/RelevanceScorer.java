package dev.prism.evals;

import dev.prism.exchange.Score;

/// How much the answer has to do with the question: `prompt_echo` when it mostly says the question again,
/// `off_topic` when they share no telling word although both have many. Otherwise the share of the
/// question's telling words that the answer takes up, from 3 to 5 for a third.
///
/// A word counts once however often it stands there: text that repeats itself has no more to say. That two
/// texts with few different telling words share none proves nothing, so nothing is said then; nor where they
/// are in different languages. The limits: of 94 recorded exchanges with real providers, one had a question
/// and an answer of four and twelve words of any kind that shared no telling word, a refusal; none had with
/// the limits here.
public final class RelevanceScorer implements Scorer {
  private static final Score.By BY = new Score.By(Score.Kind.LOCAL, "relevance", "2");
  private static final int RUN = 6;
  private static final int LEAST_ASKED = 4;
  private static final int LEAST_ANSWERED = 12;
  /// Different telling words of each without which sharing none means nothing.
  private static final int MANY_ASKED = 8;
  private static final int MANY_ANSWERED = 12;

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
    if (answer.size() < LEAST_ANSWERED) {
      return;
    }
    HashSet64 said = answer.asSet();
    HashSet64 seen = new HashSet64(question.size());
    int asked = 0;
    int taken = 0;
    for (int i = 0; i < question.size(); i++) {
      if (!question.is(i, WordList.STOP) && seen.add(question.hash(i))) {
        asked++;
        taken += said.has(question.hash(i)) ? 1 : 0;
      }
    }
    if (asked < LEAST_ASKED) {
      return;
    }
    if (echoes(answer, question)) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 1, "prompt_echo");
    } else if (taken > 0) {
      card.valued(Rubric.INSTRUCTION_ADHERENCE, 3 + 2 * Math.min(1, 3.0 * taken / asked));
    } else if (asked >= MANY_ASKED && telling(answer) >= MANY_ANSWERED
        && !LanguageCheck.differs(reading)) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 2.5, "off_topic");
    }
  }

  /// How many different telling words there are.
  private static int telling(WordList words) {
    HashSet64 seen = new HashSet64(words.size());
    int telling = 0;
    for (int i = 0; i < words.size(); i++) {
      telling += !words.is(i, WordList.STOP) && seen.add(words.hash(i)) ? 1 : 0;
    }
    return telling;
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
