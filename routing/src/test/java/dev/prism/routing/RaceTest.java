package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTest {
  private final Rig rig = new Rig();
  private final Drive drive = new Drive(rig);

  private void load(Race race) {
    rig.with("r", Rig.route(race, "a", "b", "c"));
  }

  @Test
  void firstContentWinsAndTheLosersAreCancelledAtOnce() {
    load(Race.of("a", "b", "c"));
    drive.on("a", Fate.answers(300)).on("b", Fate.answers(80)).on("c", Fate.answers(200));
    Drive.Ended ended = drive.run("r");
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.content()).containsExactly("b");
    assertThat(ended.cancelled()).containsOnlyKeys("a", "c")
        .containsEntry("a", 80L)
        .containsEntry("c", 80L);
    assertThat(ended.plan().strategy()).isEqualTo("race");
    assertThat(ended.sent()).hasSize(3);
  }

  @Test
  void whoeverWinsIsNoFallback() {
    load(Race.of("a", "b"));
    ServingPlan plan = rig.plan("r");
    assertThat(plan.targets()).noneMatch(plan::isFallback);
  }

  @Test
  void failureIsNoWin() {
    load(Race.of("a", "b"));
    drive.on("a", Fate.status(503)).on("b", Fate.answers(400));
    assertThat(drive.run("r").answeredBy()).isEqualTo("b");
  }

  @Test
  void raceFailsWhenAllHaveFailed() {
    load(Race.of("a", "b"));
    drive.on("a", Fate.status(400, "invalid_request_error"))
        .on("b", new Fate.Fails(60, Failure.status(400,
            ((Fate.Fails) Fate.status(400, "invalid_request_error")).failure().error())));
    Drive.Ended ended = drive.run("r");
    assertThat(ended.answeredBy()).isNull();
    assertThat(ended.refusal().status()).isEqualTo(400);
    assertThat(ended.sent()).hasSize(2);
  }

  @Test
  void loserSaysNothingAboutItsTarget() {
    load(Race.of("a", "b"));
    drive.on("a", new Fate.Hangs(null)).on("b", Fate.answers(80));
    for (int i = 0; i < 40; i++) {
      drive.run("r");
    }
    assertThat(rig.breaker("a")).isEqualTo(BreakerSnapshot.State.CLOSED);
    assertThat(rig.health("a").breaker().snapshot().counts().calls()).isZero();
    assertThat(rig.health("a").inFlight()).isZero();
  }

  @Test
  void hedgeStartsOnlyWhenTheFirstIsSlow() {
    load(Race.hedged(Duration.ofMillis(300), "a", "b"));
    drive.on("a", Fate.answers(200));
    assertThat(drive.run("r").targets()).containsExactly("a");
    Drive slow = new Drive(rig).on("a", Fate.answers(5_000)).on("b", Fate.answers(100));
    Drive.Ended ended = slow.run("r");
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.sent().get(1).atMillis()).isEqualTo(300);
    assertThat(ended.sent().get(1).reason()).isEqualTo(Call.Reason.HEDGE);
    assertThat(ended.cancelled()).containsEntry("a", 400L);
  }

  @Test
  void hedgesFollowOneAnother() {
    load(Race.hedged(Duration.ofMillis(100), "a", "b", "c"));
    drive.on("a", new Fate.Hangs(null)).on("b", new Fate.Hangs(null)).on("c", Fate.answers(10));
    Drive.Ended ended = drive.run("r");
    assertThat(ended.sent().stream().map(Drive.Sent::atMillis)).containsExactly(0L, 100L, 200L);
    assertThat(ended.answeredBy()).isEqualTo("c");
  }

  @Test
  void failureBeforeTheHedgeStartsTheNextAtOnce() {
    load(Race.hedged(Duration.ofMillis(300), "a", "b"));
    drive.on("a", Fate.status(503));
    Drive.Ended ended = drive.run("r");
    assertThat(ended.sent().get(1).atMillis()).isEqualTo(20);
    assertThat(ended.targets()).containsExactly("a", "b");
  }

  @Test
  void hedgeFollowsThePercentileOfPastTimes() {
    load(new Race(List.of("a", "b"), Duration.ofMillis(50), 95));
    Drive quick = new Drive(rig).on("a", Fate.answers(40));
    for (int i = 0; i < 100; i++) {
      quick.run("r");
    }
    rig.advance(Duration.ofSeconds(2));
    Drive.Ended ended = new Drive(rig).on("a", new Fate.Hangs(null)).run("r");
    assertThat(ended.sent().get(1).atMillis()).isEqualTo(40);
  }

  @Test
  void racerThatAskedToBeLeftAloneIsLeftAlone() {
    load(Race.of("a", "b"));
    rig.health("a").breaker().pause(5_000);
    assertThat(drive.run("r").targets()).containsExactly("b");
  }
}
