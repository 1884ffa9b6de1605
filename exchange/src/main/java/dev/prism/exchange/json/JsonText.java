package dev.prism.exchange.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The text of JSON strings: out of a document and into one.
public final class JsonText {
  /// In characters: a shorter text is written sooner than it is asked whether it is ASCII.
  private static final int LONG = 64;
  /// Whether a character of ASCII stands for itself.
  private static final boolean[] PLAIN = plain();

  private JsonText() {}

  private static boolean[] plain() {
    boolean[] plain = new boolean[0x80];
    for (char c = 0x20; c < plain.length; c++) {
      plain[c] = c != '"' && c != '\\';
    }
    return plain;
  }

  /// The text between the quotes at `[from, to)`; the bytes have been checked.
  public static String unescape(byte[] b, int from, int to) {
    int slash = slash(b, from, to);
    if (slash == to) {
      return new String(b, from, to - from, StandardCharsets.UTF_8);
    }
    String simple = ofShortEscapes(b, from, slash, to);
    if (simple != null) {
      return simple;
    }
    StringBuilder text = new StringBuilder(to - from);
    int plain = from;
    int p = slash;
    while (p < to) {
      text.append(new String(b, plain, p - plain, StandardCharsets.UTF_8));
      plain = escape(b, p + 1, to, text);
      p = slash(b, plain, to);
    }
    return text.append(new String(b, plain, to - plain, StandardCharsets.UTF_8)).toString();
  }

  /// A text whose escapes are of one character each, as almost all have; null for any other.
  ///
  /// @param slash the first escape
  private static @Nullable String ofShortEscapes(byte[] b, int from, int slash, int to) {
    byte[] text = new byte[to - from];
    int size = 0;
    int plain = from;
    int p = slash;
    while (p < to) {
      if (p + 1 == to || b[p + 1] == 'u' || b[p + 1] < 0) {
        return null;
      }
      System.arraycopy(b, plain, text, size, p - plain);
      size += p - plain;
      text[size++] = (byte) shortEscape(b[p + 1]);
      plain = p + 2;
      p = slash(b, plain, to);
    }
    System.arraycopy(b, plain, text, size, to - plain);
    return new String(text, 0, size + to - plain, StandardCharsets.UTF_8);
  }

  private static char shortEscape(byte escape) {
    return switch (escape) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) escape;
    };
  }

  /// The first backslash, `to` without.
  private static int slash(byte[] b, int from, int to) {
    int p = EightBytes.quoteOrSlash(b, from, to);
    while (p < to && b[p] != '\\') {
      p = EightBytes.quoteOrSlash(b, p + 1, to);
    }
    return Math.min(p, to);
  }

  /// Appends what the escape at `p`, behind its backslash, stands for; a cut one stands for itself.
  private static int escape(byte[] b, int p, int to, StringBuilder text) {
    if (p >= to || (b[p] == 'u' && p + 4 >= to)) {
      text.append('\\');
      return p;
    }
    if (b[p] == 'u') {
      int unit = 0;
      for (int i = 1; i <= 4; i++) {
        unit = unit << 4 | Character.digit(b[p + i], 16);
      }
      text.append((char) unit);
      return p + 5;
    }
    text.append(shortEscape(b[p]));
    return p + 1;
  }

  /// Appends `text` as a JSON string, quotes included. What needs no escape is copied in runs.
  public static void quote(StringBuilder out, String text) {
    byte[] ascii = text.length() < LONG ? null : ascii(text);
    if (ascii != null) {
      quote(out, text, ascii);
      return;
    }
    out.append('"');
    int plain = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80 ? PLAIN[c] : !Character.isSurrogate(c)) {
        continue;
      }
      if (c < 0x20 || c == '"' || c == '\\' || lone(text, i)) {
        out.append(text, plain, i);
        escaped(out, c);
        plain = i + 1;
      }
    }
    out.append(text, plain, length).append('"');
  }

  /// The bytes of a text that is all ASCII, null for any other. A lone surrogate becomes one byte as well, so
  /// that the length alone proves nothing.
  private static byte @Nullable [] ascii(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length == text.length()
        && text.equals(new String(bytes, StandardCharsets.ISO_8859_1)) ? bytes : null;
  }

  private static void quote(StringBuilder out, String text, byte[] ascii) {
    out.append('"');
    int plain = 0;
    int stop = EightBytes.notPlain(ascii, 0, ascii.length);
    while (stop < ascii.length) {
      out.append(text, plain, stop);
      escaped(out, text.charAt(stop));
      plain = stop + 1;
      stop = EightBytes.notPlain(ascii, plain, ascii.length);
    }
    out.append(text, plain, ascii.length).append('"');
  }

  private static void escaped(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append("\\u")
          .append(Character.forDigit(c >> 12, 16))
          .append(Character.forDigit(c >> 8 & 15, 16))
          .append(Character.forDigit(c >> 4 & 15, 16))
          .append(Character.forDigit(c & 15, 16));
    }
  }

  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    quote(out, text);
    return out.toString();
  }

  private static boolean lone(String text, int i) {
    char c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
