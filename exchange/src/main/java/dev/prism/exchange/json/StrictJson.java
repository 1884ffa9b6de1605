package dev.prism.exchange.json;

import org.jspecify.annotations.Nullable;

/// Checks a JSON document against RFC 8259 in one pass over its bytes: strict UTF-8, one value and
/// nothing behind it, no duplicate names (compared after unescaping), bounded depth, names and numbers.
/// Keeps the places of the top-level object's members. Reusable; not safe for several threads.
///
/// Strings are skipped eight bytes at a time, since most of a request is prose.
public final class StrictJson {
  private final JsonLimits limits;
  private final NameSet names = new NameSet();
  private byte[] buf = new byte[0];
  private int start;
  private int end;
  private int pos;
  private int depth;
  private JsonMembers members = JsonMembers.NONE;
  private LongStrings strings = LongStrings.NONE;

  public StrictJson(JsonLimits limits) {
    this.limits = limits;
  }

  /// Checks `bytes[from, to)` and returns the members of its top-level object.
  ///
  /// @return the members; none when the top-level value is no object
  /// @throws JsonProblem where the document breaks a rule
  public JsonMembers check(byte[] bytes, int from, int to) throws JsonProblem {
    buf = bytes;
    start = from;
    end = to;
    pos = from;
    depth = 0;
    members = JsonMembers.NONE;
    names.reset(bytes);
    strings = new LongStrings();
    skipSpace();
    if (pos == end) {
      throw problem("the document is empty");
    }
    if (buf[pos] == '{') {
      members = new JsonMembers(bytes, strings);
    }
    value();
    skipSpace();
    if (pos < end) {
      throw problem("there is something after the document");
    }
    return members;
  }

  /// What is wrong with `bytes[from, to)`, or null when nothing is.
  public @Nullable JsonProblem problemIn(byte[] bytes, int from, int to) {
    try {
      check(bytes, from, to);
      return null;
    } catch (JsonProblem problem) {
      return problem;
    }
  }

  private void value() throws JsonProblem {
    if (pos >= end) {
      throw problem("the document ends where a value should be");
    }
    switch (buf[pos]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> {
        pos++;
        string();
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private void object() throws JsonProblem {
    enter();
    boolean top = depth == 1 && members != JsonMembers.NONE;
    int frame = names.open();
    skipSpace();
    if (peek() == '}') {
      pos++;
    } else {
      do {
        member(top, frame);
      } while (more('}'));
    }
    names.close(frame);
    depth--;
  }

  private void member(boolean top, int frame) throws JsonProblem {
    skipSpace();
    if (peek() != '"') {
      throw problem("a member name in quotes is wanted");
    }
    int nameStart = ++pos;
    boolean escaped = string();
    int nameEnd = pos - 1;
    if (nameEnd - nameStart > limits.nameBytes()) {
      throw problem("a member name is too long");
    }
    if (limits.uniqueKeys() && !names.add(frame, nameStart, nameEnd, escaped)) {
      throw problem("a member name stands twice in one object");
    }
    skipSpace();
    if (peek() != ':') {
      throw problem("a colon is wanted after a member name");
    }
    pos++;
    skipSpace();
    int valueStart = pos;
    value();
    if (top) {
      members.add(nameStart, nameEnd, valueStart, pos);
    }
  }

  private void array() throws JsonProblem {
    enter();
    skipSpace();
    if (peek() == ']') {
      pos++;
    } else {
      do {
        skipSpace();
        value();
      } while (more(']'));
    }
    depth--;
  }

  private void enter() throws JsonProblem {
    pos++;
    if (++depth > limits.depth()) {
      throw problem("the document is nested more than " + limits.depth() + " deep");
    }
  }

  private boolean more(char close) throws JsonProblem {
    skipSpace();
    int c = peek();
    pos++;
    if (c == ',') {
      return true;
    }
    if (c != close) {
      pos--;
      throw problem("a comma or '" + close + "' is wanted");
    }
    return false;
  }

  /// Reads to the closing quote and past it; says whether the string has an escape.
  private boolean string() throws JsonProblem {
    boolean escaped = false;
    byte[] b = buf;
    int from = pos;
    while (true) {
      int p = EightBytes.notPlain(b, pos, end);
      if (p >= end) {
        pos = end;
        throw problem("a string has no end");
      }
      int c = b[p];
      pos = p + 1;
      if (c == '"') {
        strings.add(from, pos);
        return escaped;
      }
      if (c == '\\') {
        escaped = true;
        escape();
      } else if (c >= 0) {
        pos = p;
        throw problem("a control character stands in a string");
      } else {
        pos = p + Utf8.sequence(b, p, end);
        if (pos == p) {
          throw problem("a string is not valid UTF-8");
        }
      }
    }
  }

  private void escape() throws JsonProblem {
    if (pos >= end) {
      throw problem("a string has no end");
    }
    int c = buf[pos++];
    switch (c) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
      }
      case 'u' -> {
        for (int i = 0; i < 4; i++, pos++) {
          if (pos >= end || Character.digit(buf[pos], 16) < 0) {
            throw problem("an escape has not four hex digits");
          }
        }
      }
      default -> throw problem("a string has an unknown escape");
    }
  }

  private void literal(String word) throws JsonProblem {
    for (int i = 0; i < word.length(); i++) {
      if (pos + i >= end || buf[pos + i] != word.charAt(i)) {
        throw problem("a value is not JSON");
      }
    }
    pos += word.length();
  }

  private void number() throws JsonProblem {
    int from = pos;
    if (peek() == '-') {
      pos++;
    }
    int first = peek();
    if (digits() == 0) {
      throw problem("a value is not JSON");
    }
    if (first == '0' && pos - from > (buf[from] == '-' ? 2 : 1)) {
      throw problem("a number begins with a zero");
    }
    if (peek() == '.') {
      pos++;
      if (digits() == 0) {
        throw problem("a number ends in a point");
      }
    }
    if (peek() == 'e' || peek() == 'E') {
      pos++;
      exponent();
    }
    if (pos - from > JsonLimits.NUMBER_BYTES) {
      throw problem("a number is too long");
    }
  }

  private void exponent() throws JsonProblem {
    if (peek() == '+' || peek() == '-') {
      pos++;
    }
    int from = pos;
    if (digits() == 0) {
      throw problem("a number has an empty exponent");
    }
    long value = 0;
    for (int i = from; i < pos && value <= JsonLimits.EXPONENT; i++) {
      value = value * 10 + (buf[i] - '0');
    }
    if (value > JsonLimits.EXPONENT) {
      throw problem("a number is out of range");
    }
  }

  private int digits() {
    int from = pos;
    while (pos < end && buf[pos] >= '0' && buf[pos] <= '9') {
      pos++;
    }
    return pos - from;
  }

  private int peek() {
    return pos < end ? buf[pos] : -1;
  }

  private void skipSpace() {
    while (pos < end) {
      byte c = buf[pos];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      pos++;
    }
  }

  private JsonProblem problem(String message) {
    return new JsonProblem(pos - start, message);
  }
}
