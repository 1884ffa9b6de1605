package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.incident.StreamKey;
import java.io.IOException;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FleetDetectionTest {
  private static final StreamKey KEY = new StreamKey("refund", "stable", "refund@12", "model-a",
      "factual_grounding", "judge@v1", null);

  @Test
  void theMinutesOfTwoNodesMergeIntoWhatOneNodeWouldHaveSeen() throws IOException {
    Random random = new Random(Town.SEED);
    MinuteStats one = new MinuteStats();
    MinuteStats two = new MinuteStats();
    MinuteStats both = new MinuteStats();
    BettingDetector merged = new BettingDetector(false);
    BettingDetector whole = new BettingDetector(false);
    Reference reference = new Reference(0.65, 0.005, 0.19, 0.1, 1e12,
        new Reference.Rare(0.02, 0.1));
    for (int i = 0; i < 200; i++) {
      int points = random.nextInt(101);
      (i % 2 == 0 ? one : two).add(KEY, false, points, 0.05, "", null);
      both.add(KEY, false, points, 0.05, "", null);
      whole.observe(points / 100.0, 1, reference);
    }
    MinuteStats read = MinuteStats.decode(one.encode());
    read.merge(MinuteStats.decode(two.encode()));
    read.forEach((_, minute) -> minute.forEach((points, probability, _) -> {
      assertThat(probability).isEqualTo(0.05);
      merged.observe(points / 100.0, 1, reference);
    }));
    assertThat(merged.coins(reference)).isCloseTo(whole.coins(reference),
        Offset.offset(1e-9 * whole.coins(reference)));
    assertThat(read.encode()).isEqualTo(both.encode());
  }

  @Test
  void aMinuteIsAsLargeAsItsStreamsAreManyNotAsItsScoresAre() {
    MinuteStats few = new MinuteStats();
    MinuteStats many = new MinuteStats();
    Random random = new Random(Town.SEED);
    for (int i = 0; i < 100_000; i++) {
      int points = 25 * random.nextInt(5);
      many.add(KEY, false, points, 0.05, "%032x".formatted(i), null);
      if (i < 100) {
        few.add(KEY, false, points, 0.05, "%032x".formatted(i), null);
      }
    }
    assertThat(many.encode()).hasSizeLessThan(few.encode().length + 40);
  }

  @Test
  void probabilitiesBeyondTheLimitCountAsTheirNeighbour() {
    StreamMinute minute = new StreamMinute(false);
    for (int i = 1; i <= 1_000; i++) {
      minute.add(50, i / 1_000.0, 1, "", null);
    }
    int[] counted = new int[1];
    minute.forEach((_, _, _) -> counted[0]++);
    assertThat(counted[0]).isEqualTo(1_000);
  }
}
