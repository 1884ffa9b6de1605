package dev.prism.scanners;

/// Rewrites a pattern in free-spacing mode, `(?x)`, which RE2 does not have: blanks and comments outside
/// of classes go.
final class FreeSpacing {
  private FreeSpacing() {}

  /// The pattern without its `x` flag; itself when it has none.
  static String plain(String pattern) {
    int close = pattern.indexOf(')');
    if (!pattern.startsWith("(?") || close < 0 || pattern.substring(2, close).indexOf('x') < 0
        || !pattern.substring(2, close).chars().allMatch(Character::isLetter)) {
      return pattern;
    }
    String flags = pattern.substring(2, close).replace("x", "");
    StringBuilder plain = new StringBuilder(flags.isEmpty() ? "" : "(?" + flags + ")");
    boolean inClass = false;
    for (int i = close + 1; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        plain.append(c).append(pattern.charAt(++i));
      } else if (inClass) {
        plain.append(c);
        inClass = c != ']';
      } else if (pattern.startsWith("(?#", i)) {
        i = end(pattern, i, ')');
      } else if (c == '#') {
        i = end(pattern, i, '\n');
      } else if (c > ' ') {
        plain.append(c);
        inClass = c == '[';
      }
    }
    return plain.toString();
  }

  private static int end(String pattern, int from, char at) {
    int end = pattern.indexOf(at, from);
    return end < 0 ? pattern.length() : end;
  }
}
