package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// How often chance takes a good candidate out, and how soon a bad one goes. Seeded.
class CanaryVerdictTest {
  private static final int RUNS = 200;
  private static final int CALLS = 2_000;

  /// @param out   how many of the runs took the candidate out
  /// @param calls the mean number of its calls until then
  private record Runs(int out, double calls) {}

  private static Runs run(double candidateErrors, double candidateScore, double candidateMillis) {
    Random random = new Random(42);
    int out = 0;
    long calls = 0;
    for (int run = 0; run < RUNS; run++) {
      CanaryArms arms = new CanaryArms(Canary.of("stable", "candidate", 50));
      for (int i = 0; i < CALLS && !arms.rolledBack(); i++) {
        call(arms, "stable", random, 0.05, 0.9, 400);
        call(arms, "candidate", random, candidateErrors, candidateScore, candidateMillis);
        arms.judge();
      }
      if (arms.rolledBack()) {
        out++;
        calls += arms.candidate().calls();
      }
    }
    return new Runs(out, out == 0 ? 0 : (double) calls / out);
  }

  private static void call(CanaryArms arms, String name, Random random, double errors, double score,
      double millis) {
    if (random.nextDouble() < errors) {
      arms.failed(name);
      return;
    }
    arms.answered(name, Math.round(millis * Math.exp(random.nextGaussian())));
    arms.scored(name, random.nextDouble() < score ? 1 : 0);
  }

  @Test
  void chanceSeldomTakesAnEquallyGoodCandidateOut() {
    assertThat(run(0.05, 0.9, 400).out()).isLessThanOrEqualTo(RUNS * 3 / 100);
  }

  @Test
  void failingCandidateGoesSoon() {
    Runs runs = run(0.5, 0.9, 400);
    assertThat(runs.out()).isEqualTo(RUNS);
    assertThat(runs.calls()).isLessThan(50);
  }

  @Test
  void slowCandidateGoesSoon() {
    Runs runs = run(0.05, 0.9, 4_000);
    assertThat(runs.out()).isEqualTo(RUNS);
    assertThat(runs.calls()).isLessThan(50);
  }

  @Test
  void candidateThatScoresWorseGoes() {
    Runs runs = run(0.05, 0.6, 400);
    assertThat(runs.out()).isEqualTo(RUNS);
    assertThat(runs.calls()).isLessThan(200);
  }

  @Test
  void limitOfZeroSwitchesATestOff() {
    CanaryArms.Counts good = new CanaryArms.Counts(1000, 0, 100, 1000, 1, 0);
    CanaryArms.Counts bad = new CanaryArms.Counts(1000, 900, 90_000, 1000, 0, 0);
    assertThat(CanaryVerdict.of(new Canary.Rollback(0, 0, 0, 1), good, bad)).isEmpty();
    assertThat(CanaryVerdict.of(Canary.Rollback.DEFAULT, good, bad)).isPresent();
    assertThat(CanaryVerdict.of(Canary.Rollback.DEFAULT, bad, good)).isEmpty();
  }
}
