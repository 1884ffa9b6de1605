package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import dev.prism.incident.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of a drop after it was told, of a judge that takes over, and of answers that are plainly broken.
class StandingDropTest {
  private static final Town.Origin REFUND = Town.Origin.REFUND;
  private final Town town = new Town(DetectSettings.DEFAULT);

  /// Of the whole stream; its one cohort says the same.
  private List<Signal.ScoreDrop> drops() {
    return town.drops().stream().filter(drop -> drop.stream().cohort() == null).toList();
  }

  @Test
  void aDropThatStaysIsToldOnce() {
    town.usualDay(REFUND);
    town.minutes(4 * 1_440, () -> town.five(REFUND, 57));
    assertThat(drops()).hasSize(1);
  }

  @Test
  void aDropThatIsOverAndComesBackIsToldAgain() {
    town.usualDay(REFUND);
    town.minutes(180, () -> town.five(REFUND, 50));
    assertThat(drops()).hasSize(1);
    town.minutes(600, () -> town.five(REFUND, 65));
    town.minutes(180, () -> town.five(REFUND, 50));
    assertThat(drops()).hasSize(2);
  }

  @Test
  void aDropThatGetsClearlyWorseIsToldAgain() {
    town.usualDay(REFUND);
    town.minutes(400, () -> town.five(REFUND, 57));
    town.minutes(180, () -> town.five(REFUND, 40));
    assertThat(drops()).hasSize(2);
  }

  @Test
  void aNewJudgesFirstDayIsNotSilent() {
    town.usualDay(REFUND);
    Town.Origin harsher = REFUND.judge("judge-2");
    town.minutes(180, () -> town.five(harsher, 58));
    assertThat(town.signals).isEmpty();
    town.minutes(180, () -> town.five(harsher, 46));
    assertThat(drops()).isNotEmpty().allMatch(drop -> drop.stream().judge().startsWith("judge-2"));
  }

  @Test
  void brokenAnswersAreSeenWhileTheMeanHasHardlyMoved() {
    town.usualDay(REFUND);
    long onset = town.clock.millis();
    town.minutes(60, () -> {
      for (int i = 0; i < 5; i++) {
        if (town.chance(0.1)) {
          town.give(REFUND, Score.Kind.JUDGE, 1, 0.05, "empty");
        } else {
          town.judged(REFUND, 65);
        }
      }
    });
    assertThat(drops()).isNotEmpty();
    assertThat(drops().getFirst().atMillis() - onset).isLessThanOrEqualTo(45 * 60_000);
  }
}
