package dev.prism.incident.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A text as the words and pairs of neighbouring words that it is compared by. Numbers count as one word,
/// so that two order numbers are the same term.
final class Terms {
  static final String NUMBER = "#";
  private static final int LONGEST_WORD = 40;
  private static final int MOST_WORDS = 400;
  /// Words that name nothing.
  private static final Set<String> STOP = Set.of("a", "an", "and", "are", "as", "at", "be", "been",
      "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how",
      "i", "if", "in", "into", "is", "it", "its", "just", "me", "my", "no", "not", "of", "on", "or",
      "our", "please", "should", "so", "than", "that", "the", "their", "them", "then", "there",
      "they", "this", "to", "was", "we", "were", "what", "when", "which", "who", "why", "will",
      "with", "would", "you", "your", NUMBER);

  private Terms() {}

  /// Words first, then pairs, in the order of the text.
  static List<String> of(String text) {
    List<String> words = words(text);
    List<String> terms = new ArrayList<>(words);
    for (int i = 1; i < words.size(); i++) {
      terms.add(words.get(i - 1) + " " + words.get(i));
    }
    return terms;
  }

  /// Whether the term may stand in a name: some word of it says something, at both ends.
  static boolean names(String term) {
    for (String word : parts(term)) {
      if (STOP.contains(word) || word.length() < 2) {
        return false;
      }
    }
    return true;
  }

  /// The one or two words of a term.
  static List<String> parts(String term) {
    int space = term.indexOf(' ');
    return space < 0 ? List.of(term) : List.of(term.substring(0, space), term.substring(space + 1));
  }

  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    int at = 0;
    while (at < lower.length() && words.size() < MOST_WORDS) {
      int end = at;
      boolean digits = false;
      while (end < lower.length() && Character.isLetterOrDigit(lower.charAt(end))) {
        digits |= Character.isDigit(lower.charAt(end));
        end++;
      }
      if (end > at) {
        words.add(digits ? NUMBER : lower.substring(at, Math.min(end, at + LONGEST_WORD)));
      }
      at = end + 1;
    }
    return words;
  }
}
