package dev.prism.evals;

/// What of an answer its context, its question and its instructions have.
///
/// @param words          telling words of the answer
/// @param share          of them, and of its pairs, that are in the context, 0 to 1
/// @param missingNumbers numbers of the answer that stand nowhere before it
/// @param missingNames   capitalised words inside its sentences that stand nowhere before it
record Support(int words, double share, int missingNumbers, int missingNames) {
  private static final double PAIRS = 0.25;

  static Support of(Reading reading) {
    WordList answer = reading.answerWords();
    HashSet64 context = WordList.of(reading.context()).asSet();
    HashSet64 question = reading.questionWords().asSet();
    int words = 0;
    int known = 0;
    int pairs = 0;
    int knownPairs = 0;
    int numbers = 0;
    int names = 0;
    for (int i = 0; i < answer.size(); i++) {
      boolean has = context.has(answer.hash(i));
      if (i + 1 < answer.size()) {
        pairs++;
        knownPairs += context.has(answer.pair(i)) ? 1 : 0;
      }
      if (answer.is(i, WordList.STOP)) {
        continue;
      }
      words++;
      known += has ? 1 : 0;
      boolean isNew = !has && !question.has(answer.hash(i));
      numbers += isNew && answer.is(i, WordList.NUMBER) && !isListMark(answer, i) ? 1 : 0;
      names += isNew && answer.is(i, WordList.NAME) ? 1 : 0;
    }
    double ofWords = words == 0 ? 1 : (double) known / words;
    double ofPairs = pairs == 0 ? 1 : (double) knownPairs / pairs;
    return new Support(words, (1 - PAIRS) * ofWords + PAIRS * Math.min(1, 2 * ofPairs), numbers,
        names);
  }

  /// A single digit is as often the number of a step as a fact.
  private static boolean isListMark(WordList words, int at) {
    return words.end(at) - words.start(at) == 1;
  }
}
