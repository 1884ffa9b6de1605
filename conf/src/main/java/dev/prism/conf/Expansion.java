package dev.prism.conf;

import java.util.Map;

/// Puts environment variables into a text: `${NAME}`, `${NAME:-default}` (the default stands for a
/// variable that is unset or empty), `$${` for a literal `${`.
final class Expansion {
  private final Map<String, String> environment;

  Expansion(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /// @throws IllegalArgumentException if a variable is not set, or a reference is malformed; the message
  ///         never holds a value
  String expand(String text) {
    int start = text.indexOf("${");
    if (start < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 32);
    int from = 0;
    while (start >= 0) {
      if (start > from && text.charAt(start - 1) == '$') {
        out.append(text, from, start - 1).append("${");
        from = start + 2;
      } else {
        int end = text.indexOf('}', start);
        if (end < 0) {
          throw new IllegalArgumentException("has a ${ without its }");
        }
        out.append(text, from, start).append(value(text.substring(start + 2, end)));
        from = end + 1;
      }
      start = text.indexOf("${", from);
    }
    return out.append(text, from, text.length()).toString();
  }

  private String value(String reference) {
    int colon = reference.indexOf(":-");
    String name = colon < 0 ? reference : reference.substring(0, colon);
    if (name.isEmpty() || !name.chars().allMatch(Expansion::ofName)
        || Character.isDigit(name.charAt(0))) {
      throw new IllegalArgumentException(
          "has ${" + name + "}, which does not name an environment variable");
    }
    String value = environment.get(name);
    if (colon >= 0) {
      return value == null || value.isEmpty() ? reference.substring(colon + 2) : value;
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "takes its value from the environment variable " + name + ", which is not set");
    }
    return value;
  }

  private static boolean ofName(int c) {
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
