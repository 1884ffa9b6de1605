package dev.prism.evals;

import dev.prism.exchange.Score;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a score from a span, as the OpenTelemetry conventions for evaluations have it:
/// `gen_ai.evaluation.name`, `gen_ai.evaluation.score.value`, `gen_ai.evaluation.score.label`,
/// `gen_ai.evaluation.explanation`. A value up to 1 is a share, 0 for worst; above that it is 1 to 5. Without
/// a value the label `pass` is a 5 and `fail` a 1.
public final class SpanScore {
  private static final String PREFIX = "gen_ai.evaluation.";
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_EXPLANATION = 4_000;

  private SpanScore() {}

  /// @param atMicros now, microseconds since the epoch
  public static Optional<Score> of(AppSpan span, long atMicros) {
    String name = span.first(PREFIX + "name");
    Double value = value(span.first(PREFIX + "score.value"), span.first(PREFIX + "score.label"));
    if (name == null || value == null) {
      return Optional.empty();
    }
    String rubric = name(name);
    String label = span.first(PREFIX + "score.label");
    String by = span.first("gen_ai.response.model", "gen_ai.request.model");
    String explanation = span.first(PREFIX + "explanation");
    return Optional.of(new Score(span.traceId(), rubric, value,
        new Score.By(Score.Kind.APPLICATION, by == null ? "otel" : cut(by, LONGEST_NAME), "1"), 1,
        atMicros, label == null ? null : name(label),
        explanation == null ? null : cut(explanation, LONGEST_EXPLANATION)));
  }

  private static @Nullable Double value(@Nullable String value, @Nullable String label) {
    try {
      double number = value == null ? Double.NaN : Double.parseDouble(value);
      if (number >= 0 && number <= 1) {
        return Score.WORST + (Score.BEST - Score.WORST) * number;
      }
      if (number > 1 && number <= Score.BEST) {
        return number;
      }
    } catch (NumberFormatException e) {
      return null;
    }
    return switch (value == null && label != null ? label.toLowerCase(Locale.ROOT) : "") {
      case "pass", "passed" -> Score.BEST;
      case "fail", "failed" -> Score.WORST;
      default -> null;
    };
  }

  private static String name(String text) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length() && name.length() < LONGEST_NAME; i++) {
      char c = Character.toLowerCase(text.charAt(i));
      name.append((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_');
    }
    return name.toString();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }
}
