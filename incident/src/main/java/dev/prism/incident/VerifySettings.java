package dev.prism.incident;

import java.time.Duration;
import java.util.List;

/// How a fix earns its traffic: the canary widens only on non-inferiority.
///
/// @param steps    percent of the callers in scope, growing to 100
/// @param margin   how much lower the candidate's mean may be, in points of 0 to 100
/// @param alpha    the chance of a wrong verdict about one rubric, whenever one looks
/// @param minimum  scores of each arm before the first look
/// @param lookEvery how often the figures are looked at
/// @param deadline after which a step that is undecided goes to a person
/// @param rubrics  that gate; every rubric that both arms have when none is named
public record VerifySettings(
    List<Double> steps,
    double margin,
    double alpha,
    int minimum,
    Duration lookEvery,
    Duration deadline,
    List<String> rubrics) {
  public static final List<Double> DEFAULT_STEPS = List.of(5.0, 25.0, 50.0, 100.0);
  public static final double DEFAULT_MARGIN = 2;
  public static final double DEFAULT_ALPHA = 0.01;
  public static final int DEFAULT_MINIMUM = 100;
  public static final Duration DEFAULT_LOOK_EVERY = Duration.ofSeconds(10);
  public static final Duration DEFAULT_DEADLINE = Duration.ofHours(2);
  public static final VerifySettings DEFAULT = new VerifySettings(DEFAULT_STEPS, DEFAULT_MARGIN,
      DEFAULT_ALPHA, DEFAULT_MINIMUM, DEFAULT_LOOK_EVERY, DEFAULT_DEADLINE, List.of());

  public VerifySettings {
    steps = List.copyOf(steps);
    rubrics = List.copyOf(rubrics);
    double before = 0;
    for (double step : steps) {
      if (!(step > before && step <= 100)) {
        throw new IllegalArgumentException("steps must grow, above 0 to 100");
      }
      before = step;
    }
    if (before != 100) {
      throw new IllegalArgumentException("steps must end with 100");
    }
    if (!(margin > 0 && margin <= 50) || !(alpha > 0 && alpha <= 0.2) || minimum < 10) {
      throw new IllegalArgumentException(
          "margin must be above 0 to 50, alpha above 0 to 0.2, minimum at least 10");
    }
    if (!lookEvery.isPositive() || !deadline.isPositive()) {
      throw new IllegalArgumentException("look-every and deadline must be above 0");
    }
  }
}
