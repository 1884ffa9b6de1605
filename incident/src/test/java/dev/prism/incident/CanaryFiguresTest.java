package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.ScoreTally;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanaryFiguresTest {
  private static final String TONE = "tone";

  /// @param failing  that are a 1, kept whole
  /// @param ordinary that are a 5 and kept
  /// @param each     how many each of these stands for
  private static ScoreTally.Sums arm(double failing, double ordinary, double each) {
    return new ScoreTally.Sums(failing + ordinary * each, failing + ordinary * each * each,
        failing + ordinary * each * 5, failing + ordinary * each * 25);
  }

  private static CanaryFigures.Verdict verdict(ScoreTally.Sums stable, ScoreTally.Sums candidate,
      Map<String, Long> failedChecks) {
    return new CanaryFigures(VerifySettings.DEFAULT, new ScoreTally(Map.of(TONE, stable), Map.of()),
        new ScoreTally(Map.of(TONE, candidate), failedChecks)).verdict();
  }

  @Test
  void anArmOfWhichOneInTenIsKeptIsNoWorseThanOneThatIsKeptWhole() {
    CanaryFigures.Verdict verdict = verdict(arm(500, 9_500, 1), arm(500, 950, 10), Map.of());
    assertThat(verdict.text()).startsWith("tone +0.0 ");
    assertThat(verdict.course()).isNotEqualTo("roll_back");
  }

  @Test
  void aLeakOfTheCandidateRollsBackWhateverTheMeansAre() {
    assertThat(verdict(arm(0, 1_000, 1), arm(0, 1_000, 1), Map.of("empty", 3L)).course())
        .isEqualTo("widen");
    CanaryFigures.Verdict leak = verdict(arm(0, 1_000, 1), arm(0, 1_000, 1),
        Map.of("empty", 3L, "pii", 1L));
    assertThat(leak.course()).isEqualTo("roll_back");
    assertThat(leak.text()).isEqualTo("a leak in an answer of the candidate");
  }
}
