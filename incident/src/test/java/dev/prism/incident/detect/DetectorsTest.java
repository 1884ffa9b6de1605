package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorsTest {
  private static final Reference REFERENCE = new Reference(0.65, 0, 0.19, 0, 2_000,
      Reference.Rare.UNWATCHED);

  static List<DetectorSettings> all() {
    return List.of(new DetectorSettings.BettingSettings(),
        new DetectorSettings.RollingMeanSettings(5, Duration.ofMinutes(60), Duration.ofMinutes(15)),
        new DetectorSettings.CusumSettings(0.1, 40),
        new DetectorSettings.PageHinkleySettings(0.01, 8), new DetectorSettings.AdwinSettings(0.1),
        new DetectorSettings.BurnRateSettings(45, 0.05, 1),
        new DetectorSettings.ShiryaevRobertsSettings(0.2, 200_000));
  }

  @ParameterizedTest
  @MethodSource("all")
  void eachSeesALargeDropWithinADayAndNotBefore(DetectorSettings settings) {
    Detector detector = settings.detector(false);
    Random random = new Random(Town.SEED);
    assertThat(alarm(detector, 0.65, 600, random)).as("while all is well").isEqualTo(-1);
    assertThat(alarm(detector, 0.45, 1_440, random)).as("minutes to the alarm").isBetween(0, 1_000);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aStateThatIsCopiedOverGoesOnAsItWas(DetectorSettings settings) {
    Detector one = settings.detector(false);
    alarm(one, 0.62, 200, new Random(1));
    Detector two = settings.detector(false);
    System.arraycopy(one.state(), 0, two.state(), 0, one.state().length);
    Random same = new Random(2);
    int first = alarm(one, 0.5, 1_440, same);
    assertThat(alarm(two, 0.5, 1_440, new Random(2))).isEqualTo(first);
    assertThat(one.state().length * Double.BYTES).as("bytes of state").isLessThanOrEqualTo(1_024);
  }

  /// The theorem: on average at least `patience` minutes to a false alarm, for any distribution with this
  /// mean.
  @Test
  void bettingKeepsItsPatienceUnderAStrangeDistribution() {
    Random random = new Random(Town.SEED);
    double minutes = 0;
    int alarms = 0;
    BettingDetector detector = new BettingDetector(false);
    while (minutes < 400_000) {
      minutes++;
      for (int i = 0; i < 3; i++) {
        // Nearly always 0.7, at times 0: the mean is 0.65, and it is as skewed as judges are.
        double score = random.nextDouble() < 0.05 / 0.7 ? 0 : 0.7;
        alarms += detector.observe(score, 1, REFERENCE) ? 1 : 0;
      }
      detector.minuteEnds(REFERENCE);
    }
    assertThat(minutes / alarms).isGreaterThan(2_000);
  }

  /// A flagged tenth is always scored and bad, the rest is scored once in twenty: with weights the mean is
  /// still what the traffic has, and no alarm comes of it.
  @Test
  void weightsUndoWhatSamplingDid() {
    Random random = new Random(Town.SEED);
    SamplingWeight weights = new SamplingWeight();
    double sum = 0;
    double all = 0;
    for (int i = 0; i < 400_000; i++) {
      boolean flagged = random.nextDouble() < 0.1;
      double probability = flagged ? 1 : 0.05;
      if (random.nextDouble() < probability) {
        double weight = weights.of(probability);
        sum += weight * (flagged ? 0.2 : 0.7);
        all += weight;
      }
    }
    assertThat(sum / all).isBetween(0.635, 0.665);
  }

  private static int alarm(Detector detector, double mean, int minutes, Random random) {
    for (int minute = 0; minute < minutes; minute++) {
      for (int i = 0; i < 5; i++) {
        double score = Math.clamp(mean + 0.19 * random.nextGaussian(), 0, 1);
        if (detector.observe(score, 1, REFERENCE)) {
          return minute;
        }
      }
      if (detector.minuteEnds(REFERENCE)) {
        return minute;
      }
    }
    return -1;
  }
}
