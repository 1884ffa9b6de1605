package dev.prism.incident.cluster.judge;

import dev.prism.incident.cluster.judge.ClusterFinding.Quote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Reads the judge's last word and believes of it what can be checked: four marks from 1 to 5, and quotes that
/// stand in the spans that they name.
final class FindingReader {
  private static final int SHORTEST_QUOTE = 4;
  private static final int LONGEST_QUOTE = 1_000;
  private static final int MOST_QUOTES = 10;
  private static final int LONGEST_FIX = 600;
  private final CaseFile file;

  FindingReader(CaseFile file) {
    this.file = file;
  }

  /// @param rejected quotes that are not believed
  record Checked(String fix, List<Quote> quotes, Map<String, Integer> scores, int rejected) {}

  /// Empty when the form is wrong, a mark is missing, or no quote is left.
  Optional<Checked> read(String said) {
    JsonNode root;
    try {
      root = JudgeTalk.JSON.readTree(unfenced(said));
    } catch (JacksonException _) {
      return Optional.empty();
    }
    String fix = plain(root.path("immediate_fix").asString(""));
    Map<String, Integer> scores = new HashMap<>();
    for (String rubric : JudgeTalk.RUBRICS) {
      JsonNode mark = root.path("scores").path(rubric);
      if (!mark.isInt() || mark.intValue() < 1 || mark.intValue() > 5) {
        return Optional.empty();
      }
      scores.put(rubric, mark.intValue());
    }
    List<Quote> quotes = new ArrayList<>();
    int rejected = 0;
    for (JsonNode quote : root.path("quotes")) {
      Quote one = new Quote(quote.path("trace_id").asString(""), quote.path("span_id").asString(""),
          quote.path("text").asString(""));
      if (quotes.size() < MOST_QUOTES && isLiteral(one)) {
        quotes.add(one);
      } else {
        rejected++;
      }
    }
    return fix.isBlank() || quotes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Checked(fix, quotes, scores, rejected));
  }

  private boolean isLiteral(Quote quote) {
    return quote.text().strip().length() >= SHORTEST_QUOTE && quote.text().length() <= LONGEST_QUOTE
        && file.span(quote.traceId(), quote.spanId())
            .filter(span -> span.text().contains(quote.text()))
            .isPresent();
  }

  private static String unfenced(String said) {
    int open = said.indexOf('{');
    int close = said.lastIndexOf('}');
    return open >= 0 && close > open ? said.substring(open, close + 1) : said;
  }

  /// Without control and format characters, which could turn a line around, and cut.
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .filter(c -> Character.getType(c) != Character.FORMAT)
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .limit(LONGEST_FIX)
        .forEach(plain::appendCodePoint);
    return plain.toString().strip();
  }
}
