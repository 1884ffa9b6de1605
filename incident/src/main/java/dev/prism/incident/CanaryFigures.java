package dev.prism.incident;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Compares the two arms of a fix's canary by all rubrics that gate. Pure.
final class CanaryFigures {
  private final VerifySettings settings;
  private final Map<String, Sums> stable;
  private final Map<String, Sums> candidate;
  private final int leaks;

  /// @param course `widen`, `hold` or `roll_back`
  /// @param text   with the figures that decided
  record Verdict(String course, String text) {}

  CanaryFigures(VerifySettings settings, List<ScoredTrace> stable, List<ScoredTrace> candidate) {
    this.settings = settings;
    this.stable = sums(stable);
    this.candidate = sums(candidate);
    leaks = leaks(candidate);
  }

  Verdict verdict() {
    if (leaks > 0) {
      return new Verdict("roll_back", leaks + " answers of the candidate leak");
    }
    Set<String> rubrics = settings.rubrics().isEmpty()
        ? stable.keySet()
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

  private static ConfidenceSequence.Arm arm(Map<String, Sums> arms, String rubric) {
    return arms.getOrDefault(rubric, new Sums()).arm();
  }

  private static Map<String, Sums> sums(List<ScoredTrace> traces) {
    Map<String, Sums> sums = new TreeMap<>();
    traces.forEach(trace -> trace.scores()
        .forEach(score -> sums.computeIfAbsent(score.rubric(), _ -> new Sums()).add(score)));
    return sums;
  }

  private static int leaks(List<ScoredTrace> traces) {
    return (int) traces.stream()
        .filter(trace -> trace.scores()
            .stream()
            .anyMatch(score -> score.by().kind() == Score.Kind.CHECK && score.isFailing()
                && score.reason() != null
                && Cause.typeOf(null, score.reason()) == IncidentClass.PII_LEAK))
        .count();
  }

  /// Weighed by how likely each score was to be given.
  private static final class Sums {
    private double weights;
    private double squares;
    private double sum;
    private double sumOfSquares;

    void add(Score score) {
      double weight = 1 / score.probability();
      weights += weight;
      squares += weight * weight;
      sum += weight * score.percent();
      sumOfSquares += weight * score.percent() * score.percent();
    }

    ConfidenceSequence.Arm arm() {
      if (weights == 0) {
        return new ConfidenceSequence.Arm(0, 0, 0);
      }
      double mean = sum / weights;
      return new ConfidenceSequence.Arm(weights * weights / squares, mean,
          Math.max(0, sumOfSquares / weights - mean * mean));
    }
  }
}
