package dev.prism.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A text with `{{variables}}`. Compiled once; rendering is a pure function. A variable that has no
/// value is left out. Values are put in as they are and never read for variables again.
public final class PromptTemplate {
  private final String source;
  /// Literal, variable, literal, variable … literal.
  private final List<String> parts;

  private PromptTemplate(String source, List<String> parts) {
    this.source = source;
    this.parts = List.copyOf(parts);
  }

  /// Anything between double braces that is a name of letters, digits, `_`, `-` and `.`, at most 64 of
  /// them, is a variable; other braces stay as they are.
  public static PromptTemplate of(String text) {
    List<String> parts = new ArrayList<>();
    int literal = 0;
    int from = 0;
    while (true) {
      int open = text.indexOf("{{", from);
      int close = open < 0 ? -1 : text.indexOf("}}", open + 2);
      if (close < 0) {
        parts.add(text.substring(literal));
        return new PromptTemplate(text, parts);
      }
      String name = text.substring(open + 2, close).strip();
      if (!isName(name)) {
        from = open + 1;
        continue;
      }
      parts.add(text.substring(literal, open));
      parts.add(name);
      literal = close + 2;
      from = literal;
    }
  }

  public String render(Map<String, String> values) {
    if (parts.size() == 1) {
      return source;
    }
    StringBuilder out = new StringBuilder(source.length() + 64);
    for (int i = 0; i < parts.size(); i++) {
      out.append(i % 2 == 0 ? parts.get(i) : values.getOrDefault(parts.get(i), ""));
    }
    return out.toString();
  }

  /// The names of its variables, in the order of the text.
  public List<String> variables() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i < parts.size(); i += 2) {
      names.add(parts.get(i));
    }
    return List.copyOf(names);
  }

  /// The text as it was written.
  public String source() {
    return source;
  }

  private static boolean isName(String name) {
    return !name.isEmpty() && name.length() <= 64
        && name.chars()
            .allMatch(
                c -> c == '_' || c == '-' || c == '.' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
