package dev.prism.incident;

import dev.prism.evals.ScoreTally;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Compares the two arms of a fix's canary by all rubrics that gate. Pure.
final class CanaryFigures {
  private final VerifySettings settings;
  private final ScoreTally stable;
  private final ScoreTally candidate;

  /// @param course `widen`, `hold` or `roll_back`
  /// @param text   with the figures that decided
  record Verdict(String course, String text) {}

  CanaryFigures(VerifySettings settings, ScoreTally stable, ScoreTally candidate) {
    this.settings = settings;
    this.stable = stable;
    this.candidate = candidate;
  }

  Verdict verdict() {
    long leaks = leaks(candidate);
    if (leaks > 0) {
      return new Verdict("roll_back",
          leaks == 1
              ? "a leak in an answer of the candidate"
              : leaks + " leaks in answers of the candidate");
    }
    Set<String> rubrics = settings.rubrics().isEmpty()
        ? stable.rubrics().keySet()
        : Set.copyOf(settings.rubrics());
    StringBuilder text = new StringBuilder();
    boolean all = !rubrics.isEmpty();
    for (String rubric : rubrics.stream().sorted().toList()) {
      ConfidenceSequence.Arm usual = arm(stable, rubric);
      ConfidenceSequence.Arm tried = arm(candidate, rubric);
      ConfidenceSequence.Interval interval = ConfidenceSequence.difference(usual, tried,
          settings.alpha());
      text.append(String.format(Locale.ROOT, "%s%s %+.1f (%.1f to %.1f, n %.0f and %.0f)",
          text.isEmpty() ? "" : "; ", rubric, interval.estimate(), interval.low(), interval.high(),
          usual.n(), tried.n()));
      boolean enough = usual.n() >= settings.minimum() && tried.n() >= settings.minimum();
      if (enough && interval.high() < 0) {
        return new Verdict("roll_back", "worse: " + text);
      }
      all &= enough && interval.low() > -settings.margin();
    }
    return new Verdict(all ? "widen" : "hold", text.isEmpty() ? "no scores yet" : text.toString());
  }

  private static ConfidenceSequence.Arm arm(ScoreTally tally, String rubric) {
    ScoreTally.Sums sums = tally.rubrics().getOrDefault(rubric, ScoreTally.Sums.NONE);
    return new ConfidenceSequence.Arm(sums.count(), sums.percent(), sums.variance());
  }

  private static long leaks(ScoreTally tally) {
    return tally.failedChecks()
        .entrySet()
        .stream()
        .filter(failed -> Cause.typeOf(null, failed.getKey()) == IncidentClass.PII_LEAK)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
