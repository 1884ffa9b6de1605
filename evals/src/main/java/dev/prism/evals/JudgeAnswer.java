package dev.prism.evals;

import com.google.re2j.Pattern;
import dev.prism.exchange.Score;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What the judge has said, as far as it can be believed: a mark for a rubric that was asked about, once,
/// from 1 to 5, with quotes that stand in the exchange letter by letter, and at least one for a mark that
/// speaks against the answer.
///
/// @param marks    that are believed
/// @param rejected how many are not
record JudgeAnswer(List<Mark> marks, int rejected) {
  static final JudgeAnswer NOTHING = new JudgeAnswer(List.of(), 0);
  private static final int LONGEST_EXPLANATION = 600;
  private static final int LEAST_QUOTE = 4;
  private static final int MOST_MARKS = 64;
  private static final Pattern CODE = Pattern.compile("[a-z][a-z_]{0,39}");

  /// @param reason a code, empty for none
  record Mark(Rubric rubric, int value, String reason, String explanation) {}

  /// @param body the response of the OpenAI chat dialect
  static JudgeAnswer of(String body, Map<String, Rubric> asked, JudgePrompt.Material material) {
    JsonNode said;
    try {
      JsonNode message = FormatCheck.JSON.readTree(body).path("choices").path(0).path("message");
      if (!message.path("tool_calls").isEmpty()) {
        return new JudgeAnswer(List.of(), 1);
      }
      said = FormatCheck.JSON.readTree(message.path("content").asString(""));
    } catch (JacksonException e) {
      return new JudgeAnswer(List.of(), 1);
    }
    List<Mark> marks = new ArrayList<>();
    Set<String> given = new HashSet<>();
    int rejected = said.path("marks").isArray() ? 0 : 1;
    int read = 0;
    for (JsonNode mark : said.path("marks")) {
      Rubric rubric = asked.get(mark.path("rubric").asString(""));
      if (rubric == null || ++read > MOST_MARKS || !given.add(rubric.name())
          || !isBelieved(mark, material)) {
        rejected++;
      } else {
        marks.add(read(rubric, mark));
      }
    }
    return new JudgeAnswer(marks, rejected);
  }

  private static boolean isBelieved(JsonNode mark, JudgePrompt.Material material) {
    JsonNode value = mark.path("value");
    if (!value.isInt() || value.intValue() < 1 || value.intValue() > 5) {
      return false;
    }
    int quotes = 0;
    for (JsonNode quote : mark.path("quotes")) {
      String text = quote.asString("");
      if (!material.holds(text)) {
        return false;
      }
      quotes += text.strip().length() >= LEAST_QUOTE ? 1 : 0;
    }
    return quotes > 0 || value.intValue() >= Score.FAILING_BELOW || material.answer().isBlank();
  }

  private static Mark read(Rubric rubric, JsonNode mark) {
    String reason = mark.path("reason").asString("");
    String explanation = mark.path("explanation").asString("");
    return new Mark(rubric, mark.path("value").intValue(),
        CODE.matcher(reason).matches() && !reason.equals("none") ? reason : "",
        explanation.length() <= LONGEST_EXPLANATION
            ? explanation
            : explanation.substring(0, LONGEST_EXPLANATION));
  }
}
