package dev.prism.providers.anthropic;

/// Sees, piece by piece, when a JSON object is whole.
final class BalancedJson {
  private int depth;
  private boolean begun;
  private boolean inText;
  private boolean escaped;

  void reset() {
    depth = 0;
    begun = false;
    inText = false;
    escaped = false;
  }

  void read(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (inText) {
        inText = escaped || c != '"';
        escaped = !escaped && c == '\\';
      } else if (c == '"') {
        inText = true;
      } else if (c == '{' || c == '[') {
        depth++;
        begun = true;
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
  }

  boolean whole() {
    return begun && depth == 0 && !inText;
  }
}
