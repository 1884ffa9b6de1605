package dev.prism.scanners;

import dev.prism.scanners.text.View;

/// Says how much a run of digits and separators looks like a telephone number.
final class Phones {
  private static final String[] WORDS = {"phone", "call", "tel", "mobile", "cell", "fax", "reach",
      "contact", "answering", "messages to", "whatsapp", "sms", "text me", "office", "number is",
      "telefon", "movil", "handy", "registered", "dial", "hotline", "line", "international one",
      "cn number", "my us number", "extension"};

  private Phones() {}

  /// The score of the group `[start, end)` with `digits` digits; 0 when it is no telephone number.
  static double score(View view, int start, int end, int digits, boolean bare) {
    char[] raw = view.raw();
    if (digits < 6 || digits > 15 || looksLikeOther(raw, start, end, digits)) {
      return 0;
    }
    boolean word = Nearby.any(view, start, end, WORDS, 50);
    if (!word && followsCode(raw, start)) {
      return 0;
    }
    boolean plus = raw[start] == '+' || (raw[start] == '0' && raw[start + 1] == '0' && digits > 10
        && (word || separators(raw, start, end) > 0));
    if (plus && digits >= 8) {
      return word ? 0.9 : 0.75;
    }
    boolean american = isAmerican(raw, start, end, digits);
    if (american) {
      return word ? 0.9 : 0.65;
    }
    boolean parted = separators(raw, start, end) > 0;
    if (word && digits >= 6 && (parted || (digits >= 9 && digits <= 12))) {
      return 0.65;
    }
    if (bare && mobile(raw, start, end, digits)) {
      return 0.55;
    }
    return parted && raw[start] == '(' && digits >= 8
        ? 0.6
        : raw[start] == '0' && parted && digits >= 10 && digits <= 11
            && groups(raw, start, end) <= 5 ? 0.5 : 0;
  }

  /// Whether a short group with a digit in it stands right before: the number is the rest of a code.
  private static boolean followsCode(char[] raw, int start) {
    if (start < 3 || raw[start - 1] != ' ') {
      return false;
    }
    int at = start - 1;
    boolean digit = false;
    boolean letter = false;
    while (at > 0 && start - at <= 6 && ValueLooks.isAlphanumeric(raw[at - 1])) {
      at--;
      digit |= raw[at] <= '9';
      letter |= raw[at] > '9';
    }
    return digit && (letter || start - at <= 5) && start - at <= 6;
  }

  /// A mobile number as it is dialled within a country: it begins with 0 and has 10 or 11 digits.
  private static boolean mobile(char[] raw, int start, int end, int digits) {
    return (digits == 10 || digits == 11) && raw[start] == '0' && end - start >= 10;
  }

  /// `415-555-0132`, `(415) 555-0132`, `415.555.0132`.
  private static boolean isAmerican(char[] raw, int start, int end, int digits) {
    int at = start;
    if (digits == 11 && raw[at] == '1') {
      at += 2;
    } else if (digits != 10) {
      return false;
    }
    boolean open = raw[at] == '(';
    at += open ? 1 : 0;
    if (!digitsAt(raw, at, end, 3)) {
      return false;
    }
    at += 3;
    int begin = at;
    while (at < end && isSeparator(raw[at]) && at - begin < 2) {
      at++;
    }
    boolean spaced = at > begin;
    return spaced && digitsAt(raw, at, end, 3) && at + 3 < end && isSeparator(raw[at + 3])
        && digitsAt(raw, at + 4, end, 4);
  }

  private static boolean digitsAt(char[] raw, int at, int end, int count) {
    for (int i = at; i < at + count; i++) {
      if (i >= end || raw[i] < '0' || raw[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-' || c == '.' || c == ')' || c == '/';
  }

  private static int separators(char[] raw, int start, int end) {
    int count = 0;
    for (int i = start; i < end; i++) {
      count += isSeparator(raw[i]) || raw[i] == '(' ? 1 : 0;
    }
    return count;
  }

  private static int groups(char[] raw, int start, int end) {
    int groups = 1;
    for (int i = start + 1; i < end; i++) {
      groups += isSeparator(raw[i]) && !isSeparator(raw[i - 1]) ? 1 : 0;
    }
    return groups;
  }

  /// Dates, versions, amounts and book numbers.
  private static boolean looksLikeOther(char[] raw, int start, int end, int digits) {
    int dots = 0;
    for (int i = start; i < end; i++) {
      dots += raw[i] == '.' ? 1 : 0;
    }
    if (dots > 0 && separators(raw, start, end) == 1) {
      return true;
    }
    boolean year = digitsAt(raw, start, end, 4) && start + 4 < end && isSeparator(raw[start + 4])
        && ((raw[start] == '1' && raw[start + 1] == '9')
            || (raw[start] == '2' && raw[start + 1] == '0'));
    if (year && digits <= 8) {
      return true;
    }
    boolean date = digits == 8 && end - start == 10 && !digitsAt(raw, start, end, 3)
        && digitsAt(raw, end - 4, end, 4);
    return date || (digitsAt(raw, start, end, 3) && raw[start] == '9' && raw[start + 1] == '7'
        && (raw[start + 2] == '8' || raw[start + 2] == '9') && digits == 13);
  }
}
