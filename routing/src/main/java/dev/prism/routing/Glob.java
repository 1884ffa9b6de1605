package dev.prism.routing;

import java.util.List;

/// A text in which `*` stands for any run of characters. Compiled once; matching takes time linear in
/// both texts, however many stars there are.
final class Glob {
  private final boolean exact;
  /// The pieces between the stars.
  private final List<String> pieces;

  Glob(String pattern) {
    pieces = List.of(pattern.split("\\*", -1));
    exact = pieces.size() == 1;
  }

  boolean matches(String text) {
    if (exact) {
      return text.equals(pieces.getFirst());
    }
    String head = pieces.getFirst();
    String tail = pieces.getLast();
    if (text.length() < head.length() + tail.length() || !text.startsWith(head)
        || !text.endsWith(tail)) {
      return false;
    }
    int from = head.length();
    int end = text.length() - tail.length();
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      int at = text.indexOf(piece, from);
      if (at < 0 || at + piece.length() > end) {
        return false;
      }
      from = at + piece.length();
    }
    return true;
  }
}
