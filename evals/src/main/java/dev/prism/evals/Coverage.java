package dev.prism.evals;

import java.util.List;

/// How answer, question and retrieved text cover each other, by their telling words.
final class Coverage {
  /// Share of a chunk's telling words that an answer must have to have used it.
  private static final double USED = 0.2;

  private Coverage() {}

  /// Of the answer's words, what the context has.
  static double support(Sample sample) {
    return share(WordList.of(sample.answer()), joined(sample.chunks()));
  }

  /// Of the question's words, what the context has.
  static double relevance(Sample sample) {
    return share(WordList.of(sample.question()), joined(sample.chunks()));
  }

  /// Of the chunks, those that the answer used.
  static double utilization(Sample sample) {
    HashSet64 answer = WordList.of(sample.answer()).asSet();
    long used = sample.chunks()
        .stream()
        .filter(chunk -> share(WordList.of(chunk), answer) >= USED)
        .count();
    return sample.chunks().isEmpty() ? 0 : (double) used / sample.chunks().size();
  }

  private static HashSet64 joined(List<String> chunks) {
    return WordList.of(String.join("\n", chunks)).asSet();
  }

  private static double share(WordList words, HashSet64 known) {
    int telling = 0;
    int has = 0;
    for (int i = 0; i < words.size(); i++) {
      if (!words.is(i, WordList.STOP)) {
        telling++;
        has += known.has(words.hash(i)) ? 1 : 0;
      }
    }
    return telling == 0 ? 0 : (double) has / telling;
  }
}
