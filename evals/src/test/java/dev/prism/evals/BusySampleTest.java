package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BusySampleTest {
  private static final long SEED = 7;
  private final BusySample sample = new BusySample(1_000, 8, new Random(SEED));
  private int taken;
  private double weight;

  private void offer(String route, int times, long second) {
    taken = 0;
    weight = 0;
    for (int i = 0; i < times; i++) {
      double chance = sample.chance(route, second);
      if (sample.takes(chance)) {
        taken++;
        weight += 1 / chance;
      }
    }
  }

  @Test
  void whatFitsIsTakenWhole() {
    for (int second = 1; second < 10; second++) {
      offer("desk", 1_000, second);
      assertThat(taken).isEqualTo(1_000);
    }
  }

  @Test
  void aFloodIsSampledAndItsWeightsAddUpToAllOfIt() {
    double all = 0;
    for (int second = 1; second <= 20; second++) {
      offer("desk", 20_000, second);
      assertThat(taken).as("in second %d, seed %d", second, SEED)
          .isBetween(450, second == 1 ? 4_000 : 1_100);
      all += weight;
    }
    assertThat(all).as("seed %d", SEED).isCloseTo(400_000, within(12_000.0));
  }

  @Test
  void aFloodOnOneRouteLeavesTheOthersTheirs() {
    for (int second = 1; second < 5; second++) {
      offer("loud", 20_000, second);
      offer("quiet", 400, second);
      assertThat(taken).isEqualTo(400);
    }
  }

  @Test
  void whatOneStreamDoesNotNeedTheOthersHave() {
    for (int second = 1; second < 5; second++) {
      offer("large arm", 950, second);
      assertThat(taken).isEqualTo(950);
      offer("small arm", 50, second);
      assertThat(taken).isEqualTo(50);
    }
  }

  @Test
  void afterAQuietSecondEverythingIsTakenAgain() {
    offer("desk", 20_000, 1);
    offer("desk", 500, 3);
    assertThat(taken).isEqualTo(500);
  }
}
