package dev.prism.evals;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// How close an answer is to an expected text.
final class TextDistance {
  private static final int LONGEST = 2_000;
  private static final int RUNS = 4;

  private TextDistance() {}

  /// One less the edit distance by the length of the longer text; of the first 2,000 characters.
  static double similarity(Sample sample) {
    String a = plain(sample.answer());
    String b = plain(sample.target());
    int longest = Math.max(a.length(), b.length());
    return longest == 0 ? 1 : 1 - (double) distance(a, b) / longest;
  }

  private static String plain(String text) {
    String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    return cut.strip().toLowerCase(Locale.ROOT);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  /// BLEU of one sentence, runs of one to four words, add-one smoothed past single words (Lin and Och, 2004).
  static double bleu(Sample sample) {
    WordList answer = WordList.of(sample.answer());
    WordList target = WordList.of(sample.target());
    if (answer.size() == 0 || target.size() == 0) {
      return 0;
    }
    double logs = 0;
    for (int n = 1; n <= RUNS; n++) {
      int smooth = n == 1 ? 0 : 1;
      int runs = Math.max(0, answer.size() - n + 1);
      double precision = (double) (matches(answer, target, n) + smooth) / (runs + smooth);
      if (precision == 0) {
        return 0;
      }
      logs += Math.log(precision) / RUNS;
    }
    double brevity = Math.min(0, 1 - (double) target.size() / answer.size());
    return Math.exp(logs + brevity);
  }

  private static int matches(WordList answer, WordList target, int n) {
    Map<Long, Integer> left = new HashMap<>();
    for (int i = 0; i + n <= target.size(); i++) {
      left.merge(target.run(i, n), 1, Integer::sum);
    }
    int matches = 0;
    for (int i = 0; i + n <= answer.size(); i++) {
      Integer more = left.get(answer.run(i, n));
      if (more != null && more > 0) {
        left.put(answer.run(i, n), more - 1);
        matches++;
      }
    }
    return matches;
  }

  /// The harmonic mean of how much of each text's words the other has.
  static double sharedWords(Sample sample) {
    WordList answer = WordList.of(sample.answer());
    WordList target = WordList.of(sample.target());
    int matches = matches(answer, target, 1);
    return matches == 0 ? 0 : 2.0 * matches / (answer.size() + target.size());
  }
}
