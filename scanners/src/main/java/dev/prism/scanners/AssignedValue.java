package dev.prism.scanners;

import dev.prism.scanners.text.View;

/// The value behind a name: where it begins and ends, and how it is written. Moved from name to name.
final class AssignedValue {
  private static final int LONGEST_NAME = 32;
  private static final int LONGEST = 256;
  /// Ends of names that say that the value is something about a secret, not the secret.
  private static final String[] ABOUT = {"id", "ids", "_id", "-id", "url", "uri", "name", "_name",
      "file", "path", "length", "type", "policy", "field", "hint", "label", "count", "size",
      "expiry", "expires", "expired", "hash", "endpoint", "s", "ized", "ed", "less", "strength",
      "reset", "word_hash", "enger", "engers", "port", "age", "board", "pressed", "code", "down",
      "up", "frame", "ors", "or", "ority", "ition", "izer", "limit", "usage", "format", "prefix",
      "ring", "space", "stone", "note", "_len", "_type"};

  private final View view;
  private final char[] raw;
  private int start;
  private int end;
  private boolean quoted;
  private AssignedName name;
  private boolean config;

  AssignedValue(View view) {
    this.view = view;
    raw = view.raw();
    name = new AssignedName(view, 0, 0);
  }

  /// What it is called, when it was found by [#after].
  AssignedName name() {
    return name;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  boolean quoted() {
    return quoted;
  }

  /// Whether the assignment stands in a line of settings: a sign of it is `=` without blanks, or several
  /// `name=value;` in a row.
  boolean inConfig() {
    return config;
  }

  /// Reads past the rest of the name that a keyword at `[from, to)` begins or is part of, an operator,
  /// and the value.
  boolean after(int from, int to) {
    int size = view.length();
    int at = to;
    while (at < size && at - to < LONGEST_NAME && isName(raw[at])) {
      at++;
    }
    if (at - to == LONGEST_NAME || isAbout(to, at) || isInsideWord(from, to)
        || goesOn(from, to, at)) {
      return false;
    }
    name = new AssignedName(view, from, at);
    at = skipClosing(at);
    int operator = operatorEnd(at);
    if (operator < 0) {
      return false;
    }
    config = operator == at + 1 && raw[at] == '=' && operator < size && raw[operator] > ' ';
    return value(operator);
  }

  /// The word right behind `from`, as in a header.
  boolean plain(int from) {
    return value(from) && !quoted;
  }

  /// The argument of an option: behind blanks or one `=`.
  boolean argument(int from) {
    int at = from;
    while (at < view.length() && at - from < 3
        && (raw[at] == ' ' || raw[at] == '=' || (raw[at] == '"' && raw[at + 1] == 'p'))) {
      at++;
    }
    return (at > from || raw[from - 1] == ':') ? value(at) : false;
  }

  /// `: master/value`, `(master,value)`, ` master value`.
  boolean pair(int from) {
    int at = from;
    int size = view.length();
    while (at < size && at - from < 6 && !ValueLooks.isAlphanumeric(raw[at])) {
      at++;
    }
    if (ValueLooks.contains(view.folded(), at, Math.min(size, at + 4), "are ")) {
      at += 4;
    }
    int name = at;
    while (at < size && at - name < 40 && (ValueLooks.isAlphanumeric(raw[at]) || raw[at] == '.'
        || raw[at] == '_' || raw[at] == '@')) {
      at++;
    }
    if (at == name || at >= size || "/ ,(:".indexOf(raw[at]) < 0) {
      return false;
    }
    return value(at + 1);
  }

  private boolean value(int from) {
    int size = view.length();
    int at = from;
    while (at < size && at - from < 8 && (raw[at] == ' ' || raw[at] == '\t' || raw[at] == '*')) {
      at++;
    }
    while (at + 1 < size && (raw[at] == 'b' || raw[at] == 'r' || raw[at] == '@' || raw[at] == '\\'
        || raw[at] == 'f' || raw[at] == '(' || raw[at] == '[') && isQuote(raw[at + 1])) {
      at++;
    }
    if (at >= size) {
      return false;
    }
    quoted = isQuote(raw[at]);
    if (quoted) {
      return quotedValue(at);
    }
    start = at;
    end = at;
    while (end < size && end - at < LONGEST && !endsBare(end)) {
      end++;
    }
    while (end > start && ".:!?\\".indexOf(raw[end - 1]) >= 0 && end - start < 6) {
      end--;
    }
    if (end > start && raw[end - 1] == '.') {
      end--;
    }
    return end > start;
  }

  private boolean quotedValue(int at) {
    char quote = raw[at];
    start = at + 1;
    end = start;
    int size = view.length();
    while (end < size && raw[end] != quote && raw[end] != '\n' && end - start < LONGEST) {
      if (raw[end] == ' ') {
        return false;
      }
      end++;
    }
    if (end > start && raw[end - 1] == '\\') {
      end--;
    }
    return end > start;
  }

  private boolean endsBare(int i) {
    char c = raw[i];
    if (c <= ' ' || c == ';' || c == '"' || c == '\'' || c == '`' || c == '<' || c == '|') {
      return true;
    }
    return (c == ',' || c == ')' || c == '&' || c == '}' || c == '/') && (c != '/'
        || (i + 3 < view.length() && ValueLooks.contains(view.folded(), i + 1, i + 4, "id")));
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`' || c == '\u201C' || c == '\u2018';
  }

  private static boolean isName(char c) {
    return ValueLooks.isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
  }

  /// `compass`, `bypass`, `monkey`: the keyword is the end of another word.
  private boolean isInsideWord(int from, int to) {
    if (from == 0 || to - from > 5) {
      return false;
    }
    char before = raw[from - 1];
    boolean letter = (before >= 'a' && before <= 'z') || (before >= 'A' && before <= 'Z');
    boolean camel = raw[from] >= 'A' && raw[from] <= 'Z' && before >= 'a' && before <= 'z';
    return letter && !camel && !(from >= 3 && raw[from - 3] == 'A' && raw[from - 2] == 'N');
  }

  /// `PWR`: a short keyword is the beginning of another word.
  private boolean goesOn(int from, int to, int end) {
    return to - from <= 3 && to < end && Character.isLetter(raw[to])
        && Character.isUpperCase(raw[to]) == Character.isUpperCase(raw[to - 1]);
  }

  private boolean isAbout(int from, int to) {
    if (to == from) {
      return false;
    }
    char[] folded = view.folded();
    for (String about : ABOUT) {
      int begin = to - about.length();
      if (begin >= from && ValueLooks.contains(folded, begin, to, about)
          && (begin == from || about.length() > 1)) {
        return true;
      }
    }
    return false;
  }

  /// Past what closes a name: quotes, brackets, a word for a type.
  private int skipClosing(int from) {
    int at = from;
    int size = view.length();
    while (at < size && at - from < 4
        && (isQuote(raw[at]) || raw[at] == ']' || raw[at] == ')' || raw[at] == '\\')) {
      at++;
    }
    while (at < size && at - from < 24 && (raw[at] == ' ' || raw[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static final String[] OPERATORS = {":=", "=>", "->", "!==", "===", "==", "!=", "=", ":",
      "is:", "is ", "(", ", ", "=="};

  private int operatorEnd(int at) {
    char[] folded = view.folded();
    int size = view.length();
    for (String operator : OPERATORS) {
      int to = at + operator.length();
      if (to <= size && ValueLooks.contains(folded, at, to, operator)) {
        boolean weak = operator.equals("(") || operator.equals(", ");
        int next = to;
        while (next < size && raw[next] == ' ') {
          next++;
        }
        if (weak && (next >= size || !isQuote(raw[next]))) {
          return -1;
        }
        return to;
      }
    }
    return -1;
  }

  /// Whether the value is an expression rather than a literal.
  boolean looksLikeCode() {
    char[] folded = view.folded();
    if (quoted) {
      return (end - start > 1 && (raw[start] == '.' || raw[start] == '+')
          && "$ \"'(".indexOf(raw[start + 1]) >= 0) || ValueLooks.contains(folded, start, end, "${")
          || ValueLooks.contains(folded, start, end, "%s");
    }
    for (int i = start; i < end; i++) {
      char c = raw[i];
      if (c == '(' || c == '[' || c == '{') {
        return true;
      }
      if (c == '.' && i > start && i + 1 < end && Character.isLetter(raw[i - 1])
          && Character.isLetter(raw[i + 1]) && ValueLooks.kinds(raw, start, end) <= 2) {
        return true;
      }
    }
    return end < view.length() && raw[end] == '(';
  }

  boolean isAddress() {
    char[] folded = view.folded();
    return ValueLooks.contains(folded, start, end, "://")
        || (raw[start] == '/' && raw[start + 1] != '/'
            && (ValueLooks.kinds(raw, start, end) <= 2 || ValueLooks.isPath(raw, start, end)))
        || isSource() || ValueLooks.contains(folded, start, end, ".com")
        || ValueLooks.contains(folded, start, end, "::")
        || ValueLooks.contains(folded, start, end, "arn:");
  }

  /// Where a command reads a secret from: `file:pass.txt`, `env:PASS`.
  private boolean isSource() {
    return ValueLooks.contains(view.folded(), start, Math.min(end, start + 5), "file:")
        || ValueLooks.contains(view.folded(), start, Math.min(end, start + 4), "env:");
  }

  boolean isUuid() {
    return end - start == 36 && raw[start + 8] == '-' && raw[start + 13] == '-';
  }

  boolean isHex() {
    for (int i = start; i < end; i++) {
      if (Character.digit(raw[i], 16) < 0) {
        return false;
      }
    }
    return true;
  }

  boolean isHexNumber() {
    return raw[start] == '0' && start + 1 < end && (raw[start + 1] == 'x' || raw[start + 1] == 'X');
  }
}
