package dev.prism.exchange.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The text of JSON strings: out of a document and into one.
public final class JsonText {
  /// In characters: a shorter text is written sooner than it is asked whether it is ASCII.
  private static final int LONG = 64;
  private static final int LONGEST_ESCAPE = "\\u0000".length();
  private static final byte[] ESCAPES = escapes();

  private JsonText() {}

  /// What stands behind the backslash for each character of ASCII: `u` where its number follows, 0 where it
  /// stands for itself.
  public static byte[] escapes() {
    byte[] escapes = new byte[0x80];
    Arrays.fill(escapes, 0, 0x20, (byte) 'u');
    escapes['\b'] = 'b';
    escapes['\f'] = 'f';
    escapes['\n'] = 'n';
    escapes['\r'] = 'r';
    escapes['\t'] = 't';
    escapes['"'] = '"';
    escapes['\\'] = '\\';
    return escapes;
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
    System.arraycopy(b, from, text, 0, slash - from);
    int size = slash - from;
    int p = slash;
    while (p < to) {
      if (p + 1 == to || b[p + 1] == 'u' || b[p + 1] < 0) {
        return null;
      }
      text[size++] = (byte) shortEscape(b[p + 1]);
      int plain = p + 2;
      p = EightBytes.copyToSlash(b, plain, to, text, size);
      size += p - plain;
    }
    return new String(text, 0, size, StandardCharsets.UTF_8);
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
      out.append('"').append(escaped(ascii)).append('"');
      return;
    }
    out.append('"');
    int plain = 0;
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80 ? ESCAPES[c] != 0 : lone(text, i)) {
        out.append(text, plain, i).append(escape(c));
        plain = i + 1;
      }
    }
    out.append(text, plain, length).append('"');
  }

  /// The bytes of a text that is all ASCII, null for any other. A lone surrogate becomes a question mark, so
  /// that the length alone proves nothing.
  private static byte @Nullable [] ascii(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return bytes.length == text.length()
        && text.equals(new String(bytes, StandardCharsets.ISO_8859_1)) ? bytes : null;
  }

  private static String escaped(byte[] ascii) {
    byte[] text = new byte[ascii.length + ascii.length / 16 + LONGEST_ESCAPE];
    int from = 0;
    int size = 0;
    while (true) {
      int stop = EightBytes.copyPlain(ascii, from, ascii.length, text, size);
      size += stop - from;
      if (stop == ascii.length) {
        return new String(text, 0, size, StandardCharsets.ISO_8859_1);
      }
      from = stop + 1;
      if (text.length < size + LONGEST_ESCAPE + ascii.length - from) {
        text = Arrays.copyOf(text, text.length * 2);
      }
      byte c = ascii[stop];
      if (ESCAPES[c] != 'u') {
        text[size++] = '\\';
        text[size++] = ESCAPES[c];
      } else {
        byte[] escape = escape((char) c).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(escape, 0, text, size, escape.length);
        size += escape.length;
      }
    }
  }

  private static String escape(char c) {
    return c < 0x80 && ESCAPES[c] != 'u'
        ? "\\" + (char) ESCAPES[c]
        : "\\u" + HexFormat.of().toHexDigits(c);
  }

  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    quote(out, text);
    return out.toString();
  }

  /// Whether half of a pair stands at `i` without the other.
  private static boolean lone(String text, int i) {
    char c = text.charAt(i);
    if (!Character.isSurrogate(c)) {
      return false;
    }
    return Character.isHighSurrogate(c)
        ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
        : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
  }
}
