package dev.prism.server.gameday;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What the judge of a night says of its answers.
final class NightMarks {
  static final String LIVE = "live";
  static final String OLD = "old";
  private static final List<String> RUBRICS = List.of("factual_grounding", "privacy_and_safety",
      "instruction_adherence", "optimal_plan_execution");
  private static final double WORSE_POINTS = 2;
  private static final double CONCENTRATED = 0.06;

  private final Scenario scenario;
  private final Marks marks;
  private final SplittableRandom random;

  NightMarks(Scenario scenario, Marks marks, SplittableRandom random) {
    this.scenario = scenario;
    this.marks = marks;
    this.random = random;
  }

  /// Whether a target answers badly once the trouble has begun.
  boolean isBad(String target) {
    return target.equals(LIVE) || (target.equals(OLD) && scenario.fallback().equals("also_bad"));
  }

  /// By rubric, 1 to 5.
  ///
  /// @param extent of the trouble at that time, 0 to 1
  Map<String, Double> of(String target, boolean inCohort, double extent) {
    boolean touched = isBad(target) && inCohort && scenario.leaks() == 0
        && random.nextDouble() < extent * (scenario.isSwap() ? 1 : scenario.share());
    return draw(touched ? this::troubled : this::percent);
  }

  /// Of the answers that a fix's canary gives.
  Map<String, Double> ofFix() {
    return switch (scenario.fix()) {
      case "no_effect" -> of(LIVE, random.nextDouble() < scenario.cohort(), 1);
      case "worse_2pt" -> draw(() -> Math.clamp(percent() - WORSE_POINTS, 0, 100));
      case "worse_concentrated_6pct" ->
        draw(() -> random.nextDouble() < CONCENTRATED ? 0 : percent());
      default -> draw(this::percent);
    };
  }

  private interface Draw {
    /// 0 to 100.
    double next();
  }

  /// Only the rubrics that the scenario names suffer.
  private Map<String, Double> draw(Draw hit) {
    Map<String, Double> drawn = new HashMap<>();
    for (String rubric : RUBRICS) {
      double percent = scenario.rubrics().contains(rubric) ? hit.next() : percent();
      drawn.put(rubric, 1 + percent / 25);
    }
    return drawn;
  }

  private double percent() {
    return marks.usual(random);
  }

  private double troubled() {
    return scenario.isSwap() ? marks.swapped(scenario.model(), random) : (scenario.mark() - 1) * 25;
  }
}
