package dev.prism.scanners;

import java.util.List;
import java.util.stream.IntStream;

/// Words of small ASCII letters that are looked for anywhere in a short text, in one walk over it.
final class WordsWithin {
  /// The words by their first letter, from `a` on.
  private final List<List<String>> byLetter;

  WordsWithin(List<String> words) {
    byLetter = IntStream.rangeClosed('a', 'z')
        .mapToObj(letter -> words.stream().filter(word -> word.charAt(0) == letter).toList())
        .toList();
  }

  /// Whether any of the words stands in the text.
  boolean anyIn(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      List<String> words = c >= 'a' && c <= 'z' ? byLetter.get(c - 'a') : List.of();
      for (int w = 0; w < words.size(); w++) {
        if (text.startsWith(words.get(w), i)) {
          return true;
        }
      }
    }
    return false;
  }
}
