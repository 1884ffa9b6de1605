package dev.prism.scanners;

/// Recognises a request with a machine-made tail: words grown together, signs in clusters, brackets that
/// are never closed. Such tails come out of a search for whatever makes a model comply, and read like
/// nothing that people write; code is told apart by its lines and its balance.
final class AdversarialSuffix {
  private static final int LONGEST = 700;
  private static final int HEAD = 60;
  private static final double LEAST = 7;
  private static final String SIGNS = "\\({[]})@`~;|=$^<>*\"";

  private AdversarialSuffix() {}

  static boolean in(String text) {
    int size = text.length();
    int head = Math.min(HEAD, size / 3);
    if (size > LONGEST || size < 40 || text.strip().indexOf('\n') >= 0
        || signs(text, 0, head) > 0) {
      return false;
    }
    int tail = size / 4;
    int joins = joins(text, tail);
    double weight = joins * 2 + clusters(text, tail) * 1.5 + signs(text, tail, size) * 0.7;
    int open = unbalanced(text, tail);
    return weight >= LEAST && (open >= 2 || (open >= 1 && joins >= 1));
  }

  private static int signs(String text, int from, int to) {
    int signs = 0;
    for (int i = from; i < to; i++) {
      signs += SIGNS.indexOf(text.charAt(i)) >= 0 ? 1 : 0;
    }
    return signs;
  }

  /// Words grown together: lower case, then a capital, then lower case again.
  private static int joins(String text, int from) {
    int joins = 0;
    for (int i = from + 2; i + 1 < text.length(); i++) {
      joins += isLower(text.charAt(i - 2)) && isLower(text.charAt(i - 1))
          && Character.isUpperCase(text.charAt(i)) && isLower(text.charAt(i + 1)) ? 1 : 0;
    }
    return joins;
  }

  private static boolean isLower(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static int clusters(String text, int from) {
    int clusters = 0;
    int run = 0;
    for (int i = from; i <= text.length(); i++) {
      boolean sign = i < text.length() && !Character.isLetterOrDigit(text.charAt(i))
          && text.charAt(i) > ' ' && text.charAt(i) != '\'' && text.charAt(i) != '_';
      clusters += !sign && run >= 2 ? 1 : 0;
      run = sign ? run + 1 : 0;
    }
    return clusters;
  }

  private static int unbalanced(String text, int from) {
    int round = 0;
    int square = 0;
    int curly = 0;
    int quotes = 0;
    int ticks = 0;
    for (int i = from; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '(' -> round++;
        case ')' -> round--;
        case '[' -> square++;
        case ']' -> square--;
        case '{' -> curly++;
        case '}' -> curly--;
        case '"' -> quotes++;
        case '`' -> ticks++;
        default -> {
        }
      }
    }
    return (round != 0 ? 1 : 0) + (square != 0 ? 1 : 0) + (curly != 0 ? 1 : 0) + quotes % 2
        + ticks % 2;
  }
}
