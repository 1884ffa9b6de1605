package dev.prism.evals;

import com.google.re2j.Pattern;
import dev.prism.exchange.Score;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import tools.jackson.core.JacksonException;

/// A figure that needs no model: 0 (worst) to 1 of a sample, or 1 to 5 as a score.
///
/// @param name as templates call it
public record LocalMetric(String name, ToDoubleFunction<Sample> share) {
  private static final Pattern LINK = Pattern.compile("https?://[A-Za-z0-9.-]+\\.[a-z]{2,}\\S*");
  private static final Pattern EMAIL = Pattern
      .compile("[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+){1,8}");
  private static final Pattern CODE = Pattern
      .compile("```|(?m)^\\s*(def |class |import |public |function |SELECT |#include|const )");
  private static final Map<String, LocalMetric> ALL = Map
      .ofEntries(entry("is_json", sample -> isJson(sample.answer()) ? 1 : 0),
          entry("one_line", sample -> oneLine(sample.answer())),
          entry("contains_link", sample -> LINK.matcher(sample.answer()).find() ? 1 : 0),
          entry("is_email", sample -> email(sample.answer())),
          entry("contains_code", sample -> CODE.matcher(sample.answer()).find() ? 1 : 0),
          entry("no_llm_reference",
              sample -> says(sample.answer(), "language model", "as an ai", "i'm an ai",
                  "i am an ai") ? 0 : 1),
          entry("no_openai_reference",
              sample -> says(sample.answer(), "openai", "chatgpt", "gpt-") ? 0 : 1),
          entry("no_apologies",
              sample -> says(sample.answer(), "sorry", "apolog", "i regret", "forgive") ? 0 : 1),
          entry("fuzzy_match", TextDistance::similarity), entry("bleu", TextDistance::bleu),
          entry("ground_truth", TextDistance::sharedWords), entry("support", Coverage::support),
          entry("context_relevance", Coverage::relevance),
          entry("chunk_utilization", Coverage::utilization));

  private static Map.Entry<String, LocalMetric> entry(String name, ToDoubleFunction<Sample> share) {
    return Map.entry(name, new LocalMetric(name, share));
  }

  public static Optional<LocalMetric> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /// 1 to 5.
  public double score(Sample sample) {
    double of = Math.max(0, Math.min(1, share.applyAsDouble(sample)));
    return Score.WORST + (Score.BEST - Score.WORST) * of;
  }

  private static boolean isJson(String answer) {
    try {
      return !answer.isBlank() && !FormatCheck.JSON.readTree(answer).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static double oneLine(String answer) {
    if (answer.indexOf('\n') < 0) {
      return answer.isBlank() ? 0 : 1;
    }
    return answer.strip().indexOf('\n') < 0 ? 0.5 : 0;
  }

  private static double email(String answer) {
    if (EMAIL.matcher(answer.strip()).matches()) {
      return 1;
    }
    return EMAIL.matcher(answer).find() ? 0.5 : 0;
  }

  private static boolean says(String answer, String... words) {
    String lower = answer.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (lower.contains(word)) {
        return true;
      }
    }
    return false;
  }
}
