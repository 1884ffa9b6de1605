package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Looked at every hundred scores up to six thousand of each arm, scores spread as a general judge's are.
class ConfidenceSequenceTest {
  private static final int TRIALS = Integer.getInteger("incident.canary.trials", 400);
  private static final double SIGMA = 19;

  /// @param seed printed with a failure
  private static double widens(double truth, long seed) {
    int widened = 0;
    Random random = new Random(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      widened += decides(truth, random) > 0 ? 1 : 0;
    }
    return (double) widened / TRIALS;
  }

  private static int decides(double truth, Random random) {
    double[] sums = new double[4];
    for (int n = 1; n <= 6_000; n++) {
      add(sums, 0, 62 + SIGMA * random.nextGaussian());
      add(sums, 2, 62 + truth + SIGMA * random.nextGaussian());
      if (n % 100 == 0) {
        ConfidenceSequence.Interval at = ConfidenceSequence.difference(arm(sums, 0, n),
            arm(sums, 2, n), VerifySettings.DEFAULT_ALPHA);
        if (at.low() > -VerifySettings.DEFAULT_MARGIN) {
          return 1;
        }
        if (at.high() < 0) {
          return -1;
        }
      }
    }
    return 0;
  }

  private static void add(double[] sums, int at, double value) {
    sums[at] += value;
    sums[at + 1] += value * value;
  }

  private static ConfidenceSequence.Arm arm(double[] sums, int at, int n) {
    double mean = sums[at] / n;
    return new ConfidenceSequence.Arm(n, mean, sums[at + 1] / n - mean * mean);
  }

  @Test
  void aCandidateThatIsTwoPointsWorseIsHardlyEverWidened() {
    assertThat(widens(-2, 11)).as("seed 11").isLessThanOrEqualTo(0.02);
    assertThat(widens(-3.6, 12)).as("seed 12").isLessThanOrEqualTo(0.005);
  }

  @Test
  void aCandidateThatIsNoWorseIsWidened() {
    assertThat(widens(0, 13)).as("seed 13").isGreaterThan(0.8);
    assertThat(widens(2, 14)).as("seed 14").isGreaterThan(0.97);
  }
}
