package dev.prism.scanners;

import dev.prism.scanners.text.View;
import java.util.Set;

/// What a value looks like: a secret, a placeholder, a piece of code.
final class ValueLooks {
  private static final Set<String> WORDS_FOR_NOTHING = Set.of("none", "null", "nil", "true",
      "false", "undefined", "string", "str", "text", "value", "password", "passwd", "secret",
      "token", "key", "username", "user", "required", "optional", "hidden", "input", "test",
      "example", "sample", "your", "the", "a", "an", "int", "varchar", "self", "this", "enabled",
      "disabled", "default", "empty", "changed", "incorrect", "invalid", "correct", "wrong", "not",
      "and", "or", "is", "in", "unknown", "redacted", "masked", "credentials", "api_key", "apikey",
      "prompt", "reset", "number", "boolean", "object", "function", "yes", "no", "auto", "basic",
      "bearer", "plain", "foo", "bar", "baz", "myuser", "mypassword");

  private ValueLooks() {}

  static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isToken(char c) {
    return isAlphanumeric(c) || c == '_' || c == '-' || c == '~' || c == '/' || c == '+'
        || c == '.';
  }

  static boolean isMixed(char[] raw, int from, int to) {
    boolean letter = false;
    boolean digit = false;
    for (int i = from; i < to; i++) {
      digit |= raw[i] >= '0' && raw[i] <= '9';
      letter |= (raw[i] >= 'a' && raw[i] <= 'z') || (raw[i] >= 'A' && raw[i] <= 'Z');
    }
    return letter && digit;
  }

  /// Shannon entropy in bits per character.
  static double entropy(char[] raw, int from, int to) {
    int size = to - from;
    double sum = 0;
    for (int i = from; i < to; i++) {
      int same = 0;
      boolean first = true;
      for (int j = from; j < to; j++) {
        if (raw[j] == raw[i]) {
          same++;
          first &= j >= i;
        }
      }
      if (first) {
        sum -= (double) same / size * Math.log((double) same / size);
      }
      if (i - from > 200) {
        break;
      }
    }
    return sum / Math.log(2);
  }

  static boolean near(View view, int at, String word) {
    char[] folded = view.folded();
    int from = Math.max(0, at - 80);
    for (int i = from; i + word.length() <= at; i++) {
      int k = 0;
      while (k < word.length() && folded[i + k] == word.charAt(k)) {
        k++;
      }
      if (k == word.length()) {
        return true;
      }
    }
    return false;
  }

  /// Whether the value says itself that it is one for show.
  static boolean saysExample(View view, int from, int to) {
    return contains(view.folded(), from, to, "example")
        || contains(view.folded(), from, to, "xxxxxx")
        || contains(view.folded(), from, to, "000000000000");
  }

  /// Whether ten letters follow one another as in the alphabet: nobody's key, but somebody typing.
  static boolean saysAlphabet(char[] raw, int from, int to) {
    int run = 1;
    for (int i = from + 1; i < to; i++) {
      run = raw[i] == raw[i - 1] + 1 && Character.isLetter(raw[i]) ? run + 1 : 1;
      if (run == 10) {
        return true;
      }
    }
    return false;
  }

  static boolean contains(char[] folded, int from, int to, String word) {
    for (int i = from; i + word.length() <= to; i++) {
      int k = 0;
      while (k < word.length() && folded[i + k] == word.charAt(k)) {
        k++;
      }
      if (k == word.length()) {
        return true;
      }
    }
    return false;
  }

  /// Whether the value stands for a value: a variable, a template, a mask, a word.
  static boolean isPlaceholder(View view, int from, int to) {
    char[] folded = view.folded();
    char first = folded[from];
    if (first == '$' && to - from > 1 && (isAlphanumeric(folded[from + 1])
        || folded[from + 1] == '{' || folded[from + 1] == '(' || folded[from + 1] == '_')) {
      return !hasSymbolAfter(folded, from + 1, to);
    }
    if (first == '<' || first == '%' || first == '{' || first == '[' || first == '&'
        || (first == '#' && to - from > 1 && folded[from + 1] == '{')) {
      return true;
    }
    String value = new String(folded, from, Math.min(to - from, 128));
    if (value.startsWith("your") || value.startsWith("my_") || value.startsWith("enter")
        || value.contains("example") || value.contains("xxxx") || value.contains("****")
        || value.contains("....") || value.contains("placeholder") || value.contains("changeme")
        || value.contains("${") || value.contains("{{") || value.contains("process.env")
        || value.contains("environ") || value.contains("getenv") || value.contains("redacted")
        || value.contains("password_here") || value.contains("_here") || value.contains("notapass")
        || value.contains("fake") || value.contains("dummy") || value.startsWith("env.")
        || value.contains("######") || value.endsWith(":")
        || (value.contains("password") && !isMixed(view.raw(), from, to))) {
      return true;
    }
    return WORDS_FOR_NOTHING.contains(value) || distinct(folded, from, to) <= 2;
  }

  private static boolean hasSymbolAfter(char[] folded, int from, int to) {
    for (int i = from; i < to; i++) {
      if ("!@#%^&*".indexOf(folded[i]) >= 0) {
        return true;
      }
    }
    return false;
  }

  static int distinct(char[] text, int from, int to) {
    long low = 0;
    long high = 0;
    for (int i = from; i < to; i++) {
      if (text[i] < 64) {
        low |= 1L << text[i];
      } else {
        high |= 1L << (text[i] & 63);
      }
    }
    return Long.bitCount(low) + Long.bitCount(high);
  }

  /// How many of these kinds occur: lower case, upper case, digits, signs.
  static int kinds(char[] raw, int from, int to) {
    int kinds = 0;
    for (int i = from; i < to; i++) {
      char c = raw[i];
      if (c >= 'a' && c <= 'z') {
        kinds |= 1;
      } else if (c >= 'A' && c <= 'Z') {
        kinds |= 2;
      } else if (c >= '0' && c <= '9') {
        kinds |= 4;
      } else {
        kinds |= 8;
      }
    }
    return Integer.bitCount(kinds);
  }

  /// Whether the value has the slashes and dashes of a path.
  static boolean isPath(char[] raw, int from, int to) {
    int slashes = 0;
    boolean dash = false;
    for (int i = from; i < to; i++) {
      slashes += raw[i] == '/' ? 1 : 0;
      dash |= raw[i] == '-';
    }
    return slashes > 2 && dash;
  }

  /// Whether the value is words or an identifier: letters in groups, digits only at the end.
  static boolean isWords(char[] raw, int from, int to) {
    int digits = 0;
    int changes = 0;
    for (int i = from; i < to; i++) {
      boolean digit = raw[i] >= '0' && raw[i] <= '9';
      digits += digit ? 1 : 0;
      if (i > from && digit != (raw[i - 1] >= '0' && raw[i - 1] <= '9')) {
        changes++;
      }
    }
    return (digits == 0 && kinds(raw, from, to) <= 2)
        || (changes <= 1 && digits <= 3 && kinds(raw, from, to) <= 2);
  }
}
