package dev.prism.server.gameday;

import dev.prism.evals.golden.Assertion;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenSet;
import dev.prism.incident.Evaluation;
import java.time.Instant;
import java.util.List;

/// The golden set of a night, whose state is known.
final class GoldenPlant {
  private static final int ENTRIES = 5;

  private GoldenPlant() {}

  /// Five entries of the class, whose assertion sees the bad answer or does not; or none.
  ///
  /// @param bad what every bad answer holds
  static void into(GoldenSet set, Scenario scenario, String bad) {
    if (scenario.isNull() || scenario.golden().equals("not_covered")) {
      return;
    }
    Assertion assertion = new Assertion.NotContains(
        scenario.golden().equals("covered_rubric_catches") ? bad : "something else");
    for (int i = 0; i < ENTRIES; i++) {
      set.add(GoldenEntry
          .of("entry-" + i, InProcess.ROUTE, "xyzzy " + i, List.of(assertion), Instant.EPOCH,
              "game-day")
          .redacted(GoldenEntry.Redaction.SYNTHETIC)
          .labelled(scenario.truth(), scenario.rubrics().getFirst(), "planted",
              GoldenEntry.Source.NONE));
    }
  }

  /// What an evaluation has to say.
  static Evaluation.Outcome expected(Scenario scenario) {
    return switch (scenario.golden()) {
      case "covered_rubric_catches" -> Evaluation.Outcome.CAUGHT;
      case "covered_rubric_misses" -> Evaluation.Outcome.MISSED;
      default -> Evaluation.Outcome.ABSENT;
    };
  }
}
