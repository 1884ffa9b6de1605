package dev.prism.scanners;

import dev.prism.scanners.text.Shape;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Recognises IBANs: the country's structure and the check digits.
final class Ibans {
  private static final Map<String, Shape> BY_COUNTRY = new HashMap<>();
  private static final int SHORTEST = 15;
  private static final int LONGEST = 34;

  static {
    for (String line : Resources.lines("iban.txt")) {
      if (!line.startsWith("#") && !line.isBlank()) {
        BY_COUNTRY.put(line.substring(0, 2), Shape.of("[0-9]{2}" + form(line.substring(3))));
      }
    }
  }

  private Ibans() {}

  private static String form(String structure) {
    StringBuilder form = new StringBuilder();
    int count = 0;
    for (int i = 0; i < structure.length(); i++) {
      char c = structure.charAt(i);
      if (c >= '0' && c <= '9') {
        count = count * 10 + c - '0';
      } else {
        form.append(c == 'n' ? "[0-9]" : c == 'a' ? "[A-Z]" : "[0-9A-Z]")
            .append('{')
            .append(count)
            .append('}');
        count = 0;
      }
    }
    return form.toString();
  }

  /// Where the IBAN that begins at `from` ends, -1 when none begins there. Blanks and dashes may stand
  /// between its groups, and its letters may be small ones.
  static int end(char[] raw, int from, int size) {
    if (from + SHORTEST > size || !isLetter(raw[from]) || !isLetter(raw[from + 1])
        || !isDigit(raw[from + 2]) || !isDigit(raw[from + 3])) {
      return -1;
    }
    Shape shape = BY_COUNTRY.get(new String(raw, from, 2).toUpperCase(Locale.ROOT));
    if (shape == null) {
      return -1;
    }
    char[] packed = new char[LONGEST];
    int[] ends = new int[LONGEST];
    int length = 0;
    for (int i = from; i < size && length < LONGEST; i++) {
      char c = upper(raw[i]);
      if (isLetter(c) || isDigit(c)) {
        packed[length] = c;
        ends[length++] = i + 1;
      } else if ((c != ' ' && c != '-')
          || (i + 1 < size && !isLetter(raw[i + 1]) && !isDigit(raw[i + 1]))) {
        break;
      }
    }
    int match = shape.match(packed, 2, length);
    if (match < 0 || !CheckDigits.mod97(new String(packed, 0, match))) {
      return -1;
    }
    int end = ends[match - 1];
    return end < size && ValueLooks.isAlphanumeric(raw[end]) ? -1 : end;
  }

  private static boolean isLetter(char c) {
    return upper(c) >= 'A' && upper(c) <= 'Z';
  }

  private static char upper(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
