package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UsualCausesTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final UsualCauses usual = new UsualCauses(HOUR);

  @Test
  void fiveOfACauseThatNobodyHasSeenAreNews() {
    assertThat(usual.isUnusual("check:empty", 5)).isTrue();
    usual.age(Map.of(), 0);
    usual.age(Map.of("check:cut", 40), 30 * HOUR);
    assertThat(usual.isUnusual("check:empty", 5)).isTrue();
  }

  @Test
  void whatIsThereInEveryHourIsNoNewsUntilItIsFarMore() {
    for (int hour = 0; hour < 48; hour++) {
      usual.age(hour == 0 ? Map.of() : Map.of("check:empty", 12), hour * HOUR);
    }
    assertThat(usual.isUnusual("check:empty", 20)).isFalse();
    assertThat(usual.isUnusual("check:empty", 40)).isTrue();
  }

  /// Two in a thousand of a hundred requests a minute fail a check for no common reason.
  @Test
  void quietWeeksHaveHardlyAnyNews() {
    Random random = new Random(20_261_127);
    int[] failed = new int[28 * 1_440];
    int news = 0;
    int window = 0;
    for (int minute = 0; minute < failed.length; minute++) {
      for (int i = 0; i < 100; i++) {
        failed[minute] += random.nextInt(500) == 0 ? 1 : 0;
      }
      window += failed[minute];
      int gone = minute < 60 ? 0 : failed[minute - 60];
      window -= gone;
      usual.age(gone == 0 ? Map.of() : Map.of("check:empty", gone), minute * MINUTE);
      news += minute > 1_440 && minute % 60 == 0 && usual.isUnusual("check:empty", window) ? 1 : 0;
    }
    assertThat(news).isLessThanOrEqualTo(1);
  }

  @Test
  void manyCausesAreForgottenTheRarestFirst() {
    usual.age(Map.of(), 0);
    usual.age(Map.of("check:empty", 2_000), 100 * HOUR);
    for (int i = 0; i < 2_000; i++) {
      usual.age(Map.of("answer:" + i, 1), 100 * HOUR);
    }
    assertThat(usual.isUnusual("check:empty", 20)).isFalse();
  }
}
