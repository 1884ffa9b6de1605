package dev.prism.routing;

/// The value of a request field that a target sets, as the JSON that goes on the wire. Written in YAML
/// as a plain scalar (`0.2`, `true`, `low`), or, for objects and lists, as a text that holds JSON.
///
/// @param json one JSON value
public record ParameterValue(String json) {
  private static final int LIMIT = 65_536;

  public ParameterValue {
    if (json.isBlank() || json.length() > LIMIT) {
      throw new IllegalArgumentException("must hold 1 to " + LIMIT + " characters");
    }
  }

  /// Reads what stands in the config.
  public static ParameterValue parse(String text) {
    String trimmed = text.strip();
    boolean asItIs = trimmed.startsWith("{") || trimmed.startsWith("[") || isNumber(trimmed)
        || trimmed.equals("true") || trimmed.equals("false") || trimmed.equals("null");
    return new ParameterValue(asItIs ? trimmed : quoted(text));
  }

  /// Whether the text is a number by JSON's grammar, and short enough to be meant as one.
  private static boolean isNumber(String text) {
    int p = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, p);
    if (whole == 0 || text.length() > 32 || (whole > 1 && text.charAt(p) == '0')) {
      return false;
    }
    p += whole;
    if (p < text.length() && text.charAt(p) == '.') {
      int fraction = digits(text, p + 1);
      if (fraction == 0) {
        return false;
      }
      p += 1 + fraction;
    }
    return p == text.length();
  }

  private static int digits(String text, int from) {
    int p = from;
    while (p < text.length() && text.charAt(p) >= '0' && text.charAt(p) <= '9') {
      p++;
    }
    return p - from;
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ') {
            out.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  @Override
  public String toString() {
    return json;
  }
}
