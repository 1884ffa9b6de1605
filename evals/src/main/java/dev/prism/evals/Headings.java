package dev.prism.evals;

import java.util.List;
import java.util.Locale;

/// Retrieved text below a heading in plain words, as simple prompts have it: a line `Context:`, then the
/// text, then a line that begins with another word and a colon, such as `Question: …`.
///
/// @param found whether there is such a heading
/// @param block what stands below it
/// @param rest  everything else
record Headings(boolean found, String block, String rest) {
  private static final int LONGEST_HEADING = 40;
  private static final List<String> OPENING = List.of("context", "retrieved context",
      "retrieved documents", "documents", "search results", "knowledge base", "knowledge",
      "sources", "passages", "reference", "references");
  private static final List<String> CLOSING = List.of("question", "user question", "user", "query",
      "instructions", "instruction", "task", "answer", "customer", "request");

  static Headings in(String text) {
    int open = heading(text, 0, OPENING);
    if (open < 0) {
      return new Headings(false, "", text);
    }
    int from = text.indexOf(':', open) + 1;
    int to = heading(text, from, CLOSING);
    to = to < 0 ? text.length() : to;
    return new Headings(true, text.substring(from, to),
        text.substring(0, open) + text.substring(to));
  }

  /// Where the first line begins that is one of these headings, -1 for none.
  private static int heading(String text, int from, List<String> words) {
    int line = from == 0 ? 0 : next(text, from);
    while (line >= 0 && line < text.length()) {
      int colon = text.indexOf(':', line);
      if (colon < 0) {
        return -1;
      }
      int end = next(text, line);
      if (colon - line <= LONGEST_HEADING && (end < 0 || colon < end)
          && words.contains(bare(text.substring(line, colon)))) {
        return line;
      }
      line = end;
    }
    return -1;
  }

  private static String bare(String heading) {
    return heading.replace("#", "").replace("*", "").strip().toLowerCase(Locale.ROOT);
  }

  private static int next(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? -1 : end + 1;
  }
}
