package dev.prism.scanners.text;

import java.util.Base64;

/// Decodes one level of what stands encoded in a text: Base64 runs, percent escapes, HTML and backslash
/// escapes. Each decoded unit maps back to the whole run.
final class Decoder {
  private static final int LEAST_BASE64 = 24;
  private static final int MOST_BASE64 = 16_384;
  private static final int CONTEXT = 40;
  /// What -1 becomes, seen as a place.
  private static final int NEVER = Integer.MAX_VALUE;

  private static final boolean[] BASE64 = new boolean[128];

  static {
    for (char c = 0; c < BASE64.length; c++) {
      BASE64[c] = isOfBase64(c);
    }
  }

  private Decoder() {}

  /// Whether there is anything to decode; a glance that mostly says no.
  static boolean isWanted(View written, String text) {
    return nextBase64(written, 0) >= 0 || escapes(written, text, '%') + escapes(written, text, '&')
        + escapes(written, text, '\\') >= 2;
  }

  /// Where the next run begins that is long enough, -1 for nowhere. Whatever is none of its characters, in
  /// the place where the last of one would stand, rules out all runs across it: most of a text need not be
  /// looked at.
  ///
  /// @param from the beginning, or right behind a run
  private static int nextBase64(View written, int from) {
    char[] raw = written.raw();
    int last = from + LEAST_BASE64 - 1;
    while (last < written.length()) {
      int at = last;
      while (at > last - LEAST_BASE64 && isBase64(raw[at])) {
        at--;
      }
      if (at == last - LEAST_BASE64) {
        return at + 1;
      }
      last = at + LEAST_BASE64;
    }
    return -1;
  }

  /// How many escapes begin with this character; no more than two count.
  private static int escapes(View written, String text, char first) {
    int escapes = 0;
    int at = text.indexOf(first);
    while (at >= 0 && escapes < 2) {
      escapes += escapeEnd(written.raw(), at, written.length()) > 0 ? 1 : 0;
      at = text.indexOf(first, at + 1);
    }
    return escapes;
  }

  static void decode(View written, String text, View into) {
    base64(written, into);
    escapes(written, text, into);
  }

  /// Decodes every run of Base64 that is long enough; between them most of the text is not looked at, as in
  /// [#nextBase64].
  private static void base64(View written, View into) {
    char[] raw = written.raw();
    int size = written.length();
    int from = nextBase64(written, 0);
    while (from >= 0 && into.length() < 2 * size) {
      int to = from + LEAST_BASE64;
      while (to < size && isBase64(raw[to])) {
        to++;
      }
      if (to - from <= MOST_BASE64) {
        base64Run(raw, from, to, into);
      }
      from = nextBase64(written, to);
    }
  }

  private static void base64Run(char[] raw, int from, int to, View into) {
    int length = (to - from) / 4 * 4;
    byte[] run = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = raw[from + i];
      run[i] = (byte) (c == '-' ? '+' : c == '_' ? '/' : c);
    }
    byte[] plain;
    try {
      plain = Base64.getDecoder().decode(run);
    } catch (IllegalArgumentException notBase64) {
      return;
    }
    int readable = 0;
    for (byte b : plain) {
      readable += (b >= 32 && b < 127) || b == '\n' || b == '\t' ? 1 : 0;
    }
    if (readable < plain.length * 0.95) {
      return;
    }
    into.append('\n', from, from);
    for (byte b : plain) {
      into.append((char) (b & 255), from, to);
    }
    into.append('\n', to, to);
  }

  private static boolean isBase64(char c) {
    return c < 128 && BASE64[c];
  }

  private static boolean isOfBase64(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+'
        || c == '/' || c == '-' || c == '_';
  }

  /// Writes the surroundings of every cluster of escapes with the escapes resolved.
  private static void escapes(View written, String text, View into) {
    int size = written.length();
    int done = 0;
    int percent = text.indexOf('%');
    int entity = text.indexOf('&');
    int slash = text.indexOf('\\');
    while (into.length() < 2 * size) {
      int i = Math.min(Math.min(percent & NEVER, entity & NEVER), slash & NEVER);
      if (i == NEVER) {
        return;
      }
      boolean escape = escapeEnd(written.raw(), i, size) > 0;
      int next = escape ? cluster(written, done, i, into) : i + 1;
      done = escape ? next : done;
      percent = percent >= 0 && percent < next ? text.indexOf('%', next) : percent;
      entity = entity >= 0 && entity < next ? text.indexOf('&', next) : entity;
      slash = slash >= 0 && slash < next ? text.indexOf('\\', next) : slash;
    }
  }

  /// Writes the cluster of escapes that begins at `first`, and returns where it ends.
  ///
  /// @param done what stands before has been written
  private static int cluster(View written, int done, int first, View into) {
    char[] raw = written.raw();
    int from = Math.max(done, first - CONTEXT);
    int lastEscape = first;
    into.append('\n', from, from);
    int at = from;
    while (at < written.length() && at - lastEscape < CONTEXT) {
      int end = escapeEnd(raw, at, written.length());
      if (end > 0) {
        into.append(escaped(raw, at, end), at, end);
        lastEscape = end;
        at = end;
      } else {
        into.append(raw[at], at, at + 1);
        at++;
      }
    }
    return at;
  }

  /// Where the escape at `i` ends, -1 when there is none.
  private static int escapeEnd(char[] raw, int i, int size) {
    char c = raw[i];
    if (c == '%') {
      return i + 2 < size && isHex(raw[i + 1]) && isHex(raw[i + 2]) ? i + 3 : -1;
    }
    if (c == '\\' && i + 3 < size && (raw[i + 1] == 'u' || raw[i + 1] == 'x')) {
      int digits = raw[i + 1] == 'u' ? 4 : 2;
      return hexRun(raw, i + 2, size) >= digits ? i + 2 + digits : -1;
    }
    if (c == '&') {
      int at = i + 1;
      while (at < size && at - i < 10 && raw[at] != ';') {
        at++;
      }
      return at < size && raw[at] == ';' && entity(raw, i, at) != 0 ? at + 1 : -1;
    }
    return -1;
  }

  private static char escaped(char[] raw, int from, int to) {
    return switch (raw[from]) {
      case '%' -> (char) hex(raw, from + 1, to);
      case '\\' -> (char) hex(raw, from + 2, to);
      default -> entity(raw, from, to - 1);
    };
  }

  /// The character of the entity `&…;` whose semicolon is at `semicolon`, 0 when it is none.
  private static char entity(char[] raw, int from, int semicolon) {
    if (semicolon - from >= 3 && raw[from + 1] == '#') {
      boolean hex = raw[from + 2] == 'x' || raw[from + 2] == 'X';
      int value = 0;
      for (int i = from + (hex ? 3 : 2); i < semicolon; i++) {
        int digit = Character.digit(raw[i], hex ? 16 : 10);
        if (digit < 0) {
          return 0;
        }
        value = value * (hex ? 16 : 10) + digit;
      }
      return value < 0xFFFF ? (char) value : 0;
    }
    return switch (new String(raw, from + 1, semicolon - from - 1)) {
      case "lt" -> '<';
      case "gt" -> '>';
      case "amp" -> '&';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> 0;
    };
  }

  private static int hexRun(char[] raw, int from, int size) {
    int at = from;
    while (at < size && isHex(raw[at])) {
      at++;
    }
    return at - from;
  }

  private static int hex(char[] raw, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value << 4 | Character.digit(raw[i], 16);
    }
    return value;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
