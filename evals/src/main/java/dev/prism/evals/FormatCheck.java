package dev.prism.evals;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.Score;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whether an answer that had to be JSON is JSON, `format`, and fits the schema that was asked for,
/// `schema`.
public final class FormatCheck implements Scorer {
  static final JsonMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  @Override
  public Score.By by() {
    return Checks.BY;
  }

  @Override
  public void score(Reading reading, Scorecard card) {
    if (!reading.hasAnswer() || reading.callsTools() || reading.finish() == FinishReason.LENGTH
        || reading.trace().texts().truncated() || reading.answer().isBlank()) {
      return;
    }
    OutputFormat wanted = OutputFormat.of(reading.trace());
    if (!wanted.isJson()) {
      return;
    }
    card.examined(Rubric.INSTRUCTION_ADHERENCE);
    try {
      JsonNode answer = JSON.readTree(reading.answer());
      if (!wanted.schema().isEmpty() && !JsonShape.fits(JSON.readTree(wanted.schema()), answer)) {
        card.found(Rubric.INSTRUCTION_ADHERENCE, 1, "schema");
      }
    } catch (JacksonException e) {
      card.found(Rubric.INSTRUCTION_ADHERENCE, 1, "format");
    }
  }
}
