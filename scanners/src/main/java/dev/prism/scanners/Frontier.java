package dev.prism.scanners;

/// How much of a text that is still being written may be judged: all before its last unbroken run of
/// characters, and before groups with digits that may go on. What lies behind may yet become a key, a card
/// or a telephone number.
final class Frontier {
  /// A run longer than this is judged as it is.
  static final int LONGEST_RUN = 512;
  /// Groups of digits and capitals further back than this belong to no one number.
  static final int LONGEST_GROUPS = 48;
  private static final String LABEL = "-----BEGIN";
  /// What begins further back is no label.
  private static final int LONGEST_LABEL = 80;
  private static final int LONGEST_CAPITALS = 4;
  private static final int LONGEST_MIXED = 8;
  private static final String JOINERS = "+()-./";

  private Frontier() {}

  /// @param from nothing before it is held any more
  static int of(CharSequence text, int from) {
    int end = text.length();
    int at = runStart(text, from, end);
    int groups = at;
    while (groups > from && end - groups < LONGEST_GROUPS) {
      int gap = groups;
      while (gap > from && isBlank(text.charAt(gap - 1)) && groups - gap < 3) {
        gap--;
      }
      int start = runStart(text, from, gap);
      if (gap == groups || start == gap || !mayGoOn(text, start, gap)) {
        break;
      }
      groups = start;
    }
    return groups;
  }

  /// Where a `-----BEGIN …` begins whose line is not complete: what it labels is not known yet.
  static int openLabel(StringBuilder text, int from) {
    int size = text.length();
    int begin = size - LABEL.length();
    int first = Math.max(from, size - LONGEST_LABEL);
    while (begin >= first && !begins(text, begin)) {
      begin--;
    }
    return begin < first || text.indexOf("-----", begin + LABEL.length()) >= 0 ? size : begin;
  }

  private static boolean begins(CharSequence text, int at) {
    for (int i = LABEL.length() - 1; i >= 0; i--) {
      if (text.charAt(at + i) != LABEL.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int runStart(CharSequence text, int from, int end) {
    int at = end;
    while (at > from && !breaks(text.charAt(at - 1)) && !closes(text, at)) {
      at--;
    }
    return at;
  }

  /// Whether a value has just been closed and a list goes on, as in JSON that is written without white
  /// space: `…",` or `…],`. No token is still open there.
  private static boolean closes(CharSequence text, int at) {
    if (at < 3 || text.charAt(at - 1) != ',') {
      return false;
    }
    char before = text.charAt(at - 2);
    return before == ']' || before == '}' || (before == '"' && text.charAt(at - 3) != '\\');
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00A0';
  }

  /// Whether a run cannot go on behind this character: white space, and scripts that do without.
  static boolean breaks(char c) {
    return c <= ' ' || c == '\u00A0' || (c >= 0x2E80 && c <= 0xD7AF) || (c >= 0xFF00 && c <= 0xFF65)
        || (c >= 0x0E00 && c <= 0x0EFF);
  }

  /// Whether the token may be a part of a number in groups: digits with what stands in numbers, a short
  /// group of letters and digits, or a few capitals.
  private static boolean mayGoOn(CharSequence text, int start, int end) {
    int length = end - start;
    boolean digits = false;
    boolean letters = false;
    boolean small = false;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean capital = c >= 'A' && c <= 'Z';
      digits |= digit;
      letters |= capital;
      small |= c >= 'a' && c <= 'z';
      if (!digit && !capital && !small && JOINERS.indexOf(c) < 0) {
        return false;
      }
    }
    if (!digits) {
      return !small && length <= LONGEST_CAPITALS;
    }
    return (!small && !letters) || length <= LONGEST_MIXED;
  }
}
