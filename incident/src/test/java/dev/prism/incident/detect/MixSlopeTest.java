package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Two regressions, each wrong in its own way, and scores that vary by eighteen points.
class MixSlopeTest {
  private final Random random = new Random(20_261_129);

  /// @param share of the truth that both expect
  private MixSlope learnt(int scores, double truth, double share) {
    MixSlope slope = new MixSlope();
    for (int i = 0; i < scores; i++) {
      double better = truth * random.nextGaussian();
      slope.learn(better + 0.18 * random.nextGaussian(),
          share * better + 0.03 * random.nextGaussian(),
          share * better + 0.03 * random.nextGaussian());
    }
    return slope;
  }

  private double mean(int scores, double truth, double share) {
    double sum = 0;
    for (int i = 0; i < 20; i++) {
      sum += learnt(scores, truth, share).get();
    }
    return sum / 20;
  }

  @Test
  void whatBothExpectTooLittleIsMeasured() {
    assertThat(mean(4_000, 0.05, 0.6)).isBetween(1.4, 1.7);
  }

  /// A plain regression of scores on expectations would find less than 1 here, for what chance made of them.
  @Test
  void chanceInTheExpectationsIsNotTakenForTooMuch() {
    assertThat(mean(4_000, 0.05, 1)).isBetween(1.0, 1.1);
  }

  @Test
  void expectationsThatTellNothingAreHardlyStretched() {
    assertThat(mean(4_000, 0, 0.6)).isBetween(1.0, 1.25);
    assertThat(new MixSlope().get()).isEqualTo(1);
  }

  @Test
  void itSurvivesARestart() {
    MixSlope slope = learnt(4_000, 0.05, 0.6);
    ByteBuffer saved = ByteBuffer.allocate(MixSlope.BYTES);
    slope.save(saved);
    MixSlope again = new MixSlope();
    again.restore(saved.flip());
    assertThat(again.get()).isBetween(slope.get() - 1e-4, slope.get() + 1e-4).isGreaterThan(1);
  }
}
