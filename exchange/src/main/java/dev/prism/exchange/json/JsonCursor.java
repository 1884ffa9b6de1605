package dev.prism.exchange.json;

import java.nio.charset.StandardCharsets;

/// Walks JSON that has been checked, without copying it: `enter`, `next`, then read or skip the value.
/// On bytes that were not checked it may answer nonsense, but stays inside them.
public final class JsonCursor {
  private byte[] buf;
  private int end;
  private int pos;
  private int nameStart;
  private int nameEnd;
  private LongStrings strings;
  private int nextLong;

  public JsonCursor(byte[] buf, int from, int to) {
    this(buf, from, to, LongStrings.NONE);
  }

  /// @param strings of this very document
  JsonCursor(byte[] buf, int from, int to, LongStrings strings) {
    this.buf = buf;
    this.strings = strings;
    pos = from;
    end = to;
    skipSpace();
  }

  /// Moves this cursor to another document.
  public JsonCursor reset(byte[] bytes, int from, int to) {
    buf = bytes;
    pos = from;
    end = to;
    strings = LongStrings.NONE;
    nextLong = 0;
    skipSpace();
    return this;
  }

  /// Another cursor at the value here; this one is not moved by it.
  public JsonCursor fork() {
    return new JsonCursor(buf, pos, end, strings);
  }

  /// The kind of the value here: `{ [ " 0 t f n`, or 0 past the end.
  public char kind() {
    if (pos >= end) {
      return 0;
    }
    char c = (char) buf[pos];
    return c == '-' || (c >= '0' && c <= '9') ? '0' : c;
  }

  public boolean isNull() {
    return kind() == 'n';
  }

  /// Steps into the object or array here; without one, skips the value and answers false.
  public boolean enter() {
    char kind = kind();
    if (kind == '{' || kind == '[') {
      pos++;
      return true;
    }
    skip();
    return false;
  }

  /// Steps to the next member's value, or out of the object past its end.
  public boolean nextMember() {
    if (!nextElement() || buf[pos] != '"') {
      return false;
    }
    nameStart = pos + 1;
    pos = stringEnd(pos + 1);
    nameEnd = Math.max(nameStart, Math.min(pos, end) - 1);
    skipSpace();
    if (pos < end && buf[pos] == ':') {
      pos++;
    }
    skipSpace();
    return pos < end;
  }

  /// Steps to the next element, or out of the array past its end.
  public boolean nextElement() {
    skipSpace();
    if (pos < end && buf[pos] == ',') {
      pos++;
      skipSpace();
    }
    if (pos >= end) {
      return false;
    }
    if (buf[pos] == ']' || buf[pos] == '}') {
      pos++;
      return false;
    }
    return true;
  }

  /// Whether the member here has this name.
  public boolean named(String name) {
    if (nameEnd - nameStart != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (buf[nameStart + i] != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  public String name() {
    return JsonText.unescape(buf, nameStart, nameEnd);
  }

  /// The text of the string here, empty when the value is no string; steps past it.
  public String string() {
    if (kind() != '"') {
      skip();
      return "";
    }
    int from = pos + 1;
    pos = stringEnd(from);
    return JsonText.unescape(buf, from, Math.max(from, pos - 1));
  }

  /// The whole number here, rounded towards zero, `otherwise` when the value is none; steps past it.
  public long integer(long otherwise) {
    if (kind() != '0') {
      skip();
      return otherwise;
    }
    int from = pos;
    skip();
    long value = 0;
    boolean negative = buf[from] == '-';
    for (int i = negative ? from + 1 : from; i < pos; i++) {
      int digit = buf[i] - '0';
      if (digit < 0 || digit > 9 || value > (Long.MAX_VALUE - digit) / 10) {
        return rounded(ascii(from, pos), otherwise);
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /// Whether the value here is `true`; steps past it.
  public boolean isTrue() {
    boolean yes = kind() == 't';
    skip();
    return yes;
  }

  /// Steps past the value here and gives its text as it stands.
  public String raw() {
    int from = pos;
    skip();
    return new String(buf, from, pos - from, StandardCharsets.UTF_8);
  }

  /// Where the cursor stands, in the array.
  public int position() {
    return pos;
  }

  /// Steps past the value here, however deep.
  public void skip() {
    int depth = 0;
    while (pos < end) {
      byte c = buf[pos];
      switch (c) {
        case '{', '[' -> {
          depth++;
          pos++;
        }
        case '}', ']' -> {
          depth--;
          pos++;
        }
        case '"' -> pos = stringEnd(pos + 1);
        case ',', ':', ' ', '\t', '\n', '\r' -> pos++;
        default -> scalar();
      }
      if (depth <= 0 && c != ' ') {
        return;
      }
    }
  }

  private void scalar() {
    pos++;
    while (pos < end && buf[pos] != ',' && buf[pos] != '}' && buf[pos] != ']' && buf[pos] > ' ') {
      pos++;
    }
  }

  private int stringEnd(int from) {
    nextLong = strings.seek(nextLong, from);
    int known = strings.endOf(nextLong, from);
    if (known >= 0) {
      return known;
    }
    int p = EightBytes.quoteOrSlash(buf, from, end);
    while (p < end && buf[p] != '"') {
      p = EightBytes.quoteOrSlash(buf, p + 2, end);
    }
    return Math.min(p + 1, end);
  }

  private void skipSpace() {
    while (pos < end && buf[pos] <= ' ' && buf[pos] >= 0) {
      pos++;
    }
  }

  private static long rounded(String number, long otherwise) {
    try {
      return (long) Double.parseDouble(number);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  private String ascii(int from, int to) {
    return new String(buf, from, to - from, StandardCharsets.US_ASCII);
  }
}
