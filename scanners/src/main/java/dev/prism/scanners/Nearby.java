package dev.prism.scanners;

import dev.prism.scanners.text.Folding;
import dev.prism.scanners.text.View;
import java.util.List;

/// Looks for words near a place: what a number is called says what it is.
final class Nearby {
  private Nearby() {}

  /// Whether one of the words stands within `reach` units before the span, or half as many behind it.
  static boolean any(View view, int start, int end, String[] words, int reach) {
    long around = around(view, start, end, reach);
    for (String word : words) {
      if (mayHave(around, word) && has(view, start, end, word, reach)) {
        return true;
      }
    }
    return false;
  }

  static boolean any(View view, int start, int end, List<String> words, int reach) {
    if (words.isEmpty()) {
      return false;
    }
    long around = around(view, start, end, reach);
    for (int i = 0; i < words.size(); i++) {
      if (mayHave(around, words.get(i)) && has(view, start, end, words.get(i), reach)) {
        return true;
      }
    }
    return false;
  }

  /// Which units stand around a place, as bits: among digits no word need be looked for.
  private static long around(View view, int start, int end, int reach) {
    char[] folded = view.folded();
    long units = 0;
    for (int i = Math.max(0, start - reach); i < start; i++) {
      units |= 1L << folded[i];
    }
    int to = Math.min(view.length(), end + reach / 2);
    for (int i = end; i < to; i++) {
      units |= 1L << folded[i];
    }
    return units;
  }

  private static boolean mayHave(long around, String word) {
    long needed = 1L << word.charAt(0) | 1L << word.charAt(word.length() / 2)
        | 1L << word.charAt(word.length() - 1);
    return (around & needed) == needed;
  }

  private static boolean has(View view, int start, int end, String word, int reach) {
    return within(view, Math.max(0, start - reach), start, word)
        || within(view, end, Math.min(view.length(), end + reach / 2), word);
  }

  private static boolean within(View view, int from, int to, String word) {
    char[] folded = view.folded();
    char first = word.charAt(0);
    for (int i = from; i + word.length() <= to; i++) {
      if (folded[i] == first && (i == 0 || !Folding.isWord(folded[i - 1]) || word.length() > 5)
          && same(folded, i, word)) {
        int end = i + word.length();
        if (word.length() > 3 || end >= view.length() || !Folding.isWord(folded[end])) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean same(char[] folded, int at, String word) {
    for (int k = 1; k < word.length(); k++) {
      if (folded[at + k] != word.charAt(k)) {
        return false;
      }
    }
    return true;
  }
}
