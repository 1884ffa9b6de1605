package dev.prism.scanners;

import java.util.Arrays;

/// The fenced code blocks of a Markdown text: what stands between a line that begins with three backticks
/// and the next such line. Backticks elsewhere, and a fence that is never closed, enclose nothing.
final class Fences {
  private static final String FENCE = "```";
  private int[] places = new int[8];
  private int size;

  private Fences() {}

  static Fences of(String text) {
    Fences fences = new Fences();
    int open = -1;
    for (int at = text.indexOf(FENCE); at >= 0; at = text.indexOf(FENCE, at + 3)) {
      if (!beginsLine(text, at)) {
        continue;
      }
      if (open < 0) {
        open = at;
      } else if (closes(text, at)) {
        fences.add(open, at);
        open = -1;
      }
    }
    return fences;
  }

  private static boolean beginsLine(String text, int at) {
    int before = at;
    while (before > 0 && at - before < 4 && text.charAt(before - 1) == ' ') {
      before--;
    }
    return before == 0 || text.charAt(before - 1) == '\n';
  }

  /// A closing fence has nothing else on its line.
  private static boolean closes(String text, int at) {
    int end = at;
    while (end < text.length() && text.charAt(end) == '`') {
      end++;
    }
    while (end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '\r')) {
      end++;
    }
    return end == text.length() || text.charAt(end) == '\n';
  }

  private void add(int from, int to) {
    if (size == places.length) {
      places = Arrays.copyOf(places, size * 2);
    }
    places[size++] = from;
    places[size++] = to;
  }

  /// Whether the place lies in a fenced block.
  boolean covers(int at) {
    for (int i = 0; i < size; i += 2) {
      if (at >= places[i] && at < places[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
