package dev.prism.incident.cluster.judge;

import java.util.List;
import java.util.Locale;

/// A long span in less than 3,000 characters: its beginning, its end, and the lines between that have a word
/// of the cluster's name. Made of the span's own letters, so that what is quoted from it is literal.
final class SpanSummary {
  static final int LONGEST = 3_000;
  private static final int HEAD = 1_200;
  private static final int TAIL = 800;
  private static final int LINE = 200;
  private static final int SHORTEST_WORD = 4;

  private SpanSummary() {}

  /// The text itself when it is short enough.
  static String of(String text, List<String> words) {
    if (text.length() <= LONGEST) {
      return text;
    }
    String middle = text.substring(HEAD, text.length() - TAIL);
    StringBuilder found = new StringBuilder();
    for (String line : middle.lines().toList()) {
      String lower = line.toLowerCase(Locale.ROOT);
      boolean telling = words.stream()
          .anyMatch(word -> word.length() >= SHORTEST_WORD && lower.contains(word));
      if (telling && found.length() + LINE < LONGEST - HEAD - TAIL - LINE) {
        found.append(line, 0, Math.min(LINE, line.length())).append('\n');
      }
    }
    return text.substring(0, HEAD) + "\n[… " + middle.length()
        + " characters; read_span_exact shows them; lines with words of the cluster: …]\n" + found
        + "[…]\n" + text.substring(text.length() - TAIL);
  }
}
