package dev.prism.perf.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
  private static final double[] MEANS = {52, 57, 57, 60, 64, 63, 65, 65, 69, 72};

  @ParameterizedTest
  @ValueSource(doubles = {-6, -3, -1.5, 0, 2, 5})
  void theMixMovesTheMeanByWhatIsAsked(double moved) {
    Topics topics = new Topics(MEANS);
    SplittableRandom random = new SplittableRandom(7);
    double sum = 0;
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      sum += MEANS[topics.draw(moved, random.nextDouble())];
    }
    assertThat(sum / draws - Arrays.stream(MEANS).average().orElseThrow()).isCloseTo(moved,
        within(0.1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-90, 90})
  void itMovesNoFurtherThanTheHardestAndTheEasiestTopicLetIt(double moved) {
    Topics topics = new Topics(MEANS);
    assertThat(topics.draw(moved, 0.5)).isEqualTo(moved < 0 ? 0 : 9);
  }
}
