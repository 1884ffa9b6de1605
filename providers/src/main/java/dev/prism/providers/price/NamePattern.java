package dev.prism.providers.price;

/// A name of models: `*` stands for any text, `#` for one digit, everything else for itself.
///
/// @param text the pattern
record NamePattern(String text) {
  boolean matches(String name) {
    return matches(0, name, 0);
  }

  /// How much of a name it fixes: of two that match, the one that fixes more is meant.
  int weight() {
    int weight = 0;
    for (int i = 0; i < text.length(); i++) {
      weight += text.charAt(i) == '*' ? 0 : 1;
    }
    return weight;
  }

  boolean isExact() {
    return text.indexOf('*') < 0 && text.indexOf('#') < 0;
  }

  /// Greedy with one way back: to the last `*`, which then takes one character more.
  private boolean matches(int patternFrom, String name, int nameFrom) {
    int p = patternFrom;
    int n = nameFrom;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (p < text.length() && text.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (p < text.length() && fits(text.charAt(p), name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < text.length() && text.charAt(p) == '*') {
      p++;
    }
    return p == text.length();
  }

  private static boolean fits(char pattern, char actual) {
    return pattern == '#' ? actual >= '0' && actual <= '9' : pattern == actual;
  }
}
