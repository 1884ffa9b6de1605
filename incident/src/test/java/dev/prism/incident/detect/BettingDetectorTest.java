package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BettingDetectorTest {
  private static final long SEED = 20_261_128;

  /// Products would come to nothing, or to infinity, after some thousand scores.
  @ParameterizedTest
  @ValueSource(ints = {1, 60, 20_000})
  void aMinuteOfAnyNumberOfScoresIsWorthWhatTheirLogarithmsSay(int scores) {
    for (boolean rate : new boolean[]{false, true}) {
      Reference reference = new Reference(0.8, 0.01, 0.2, 0.02, 1e12,
          new Reference.Rare(0.02, 0.01));
      BettingDetector products = new BettingDetector(rate);
      BettingDetector logarithms = new BettingDetector(rate);
      Random random = new Random(SEED);
      for (int minute = 0; minute < 3; minute++) {
        for (int i = 0; i < scores; i++) {
          double score = rate ? random.nextInt(6) == 0 ? 0 : 1 : random.nextInt(5) / 4.0;
          assertThat(products.observe(score, 1, reference)).as("seed %d", SEED)
              .isEqualTo(logarithms.observe(score, 1, reference));
          // Asked for its state it leaves nothing in products.
          assertThat(logarithms.state()).doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
        }
        double coins = logarithms.coins(reference);
        assertThat(products.coins(reference)).as("seed %d, minute %d, rate %s", SEED, minute, rate)
            .isCloseTo(coins, within(1e-9 * coins));
        products.minuteEnds(reference);
        logarithms.minuteEnds(reference);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anAlarmComesWithTheScoreThatTheCoinsReachThePatienceWith(long seed) {
    Random random = new Random(seed);
    Reference reference = new Reference(0.8, 0.01, 0.2, 0.02, 500, new Reference.Rare(0.02, 0.01));
    BettingDetector detector = new BettingDetector(false);
    BettingDetector shadow = new BettingDetector(false);
    boolean alarmed = false;
    for (int i = 0; i < 20_000 && !alarmed; i++) {
      double score = random.nextInt(5) / 4.0;
      shadow.observe(score, 1, endless(reference));
      alarmed = detector.observe(score, 1, reference);
      assertThat(alarmed).as("seed %d, score %d", seed, i)
          .isEqualTo(shadow.coins(reference) >= reference.patience());
      if (i % 5 == 4) {
        detector.minuteEnds(reference);
        shadow.minuteEnds(reference);
      }
    }
    assertThat(alarmed).as("seed %d", seed).isTrue();
  }

  private static Reference endless(Reference reference) {
    return new Reference(reference.mean(), reference.tolerance(), reference.sigma(),
        reference.dispersion(), Double.MAX_VALUE, reference.rare());
  }
}
