package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The sixteen failover scenarios at the level of decisions: a primary that fails in some way, and a
/// fallback. Scenarios 10 and 11 are about reading a stream; here they say what a driver that has read
/// one whole reports.
class FailoverScenariosTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Rig rig = new Rig();
  private final Drive drive = new Drive(rig);

  private Drive.Ended call(RouteSettings.StreamBreak onBreak, TimeoutSettings timeouts) {
    return drive.run(load(onBreak, timeouts).plan("r"));
  }

  private Drive.Ended call() {
    return call(RouteSettings.StreamBreak.ERROR, TimeoutSettings.DEFAULT);
  }

  private Rig load(RouteSettings.StreamBreak onBreak, TimeoutSettings timeouts) {
    RouteSettings r = Rig.route(Fallback.of("a", "b"), "a", "b");
    return rig.with("r",
        new RouteSettings(r.targets(), r.strategy(), List.of(), List.of("b"), timeouts,
            RetrySettings.DEFAULT, BreakerSettings.DEFAULT, r.selector(), r.affinity(), onBreak,
            false, false, List.of(), List.of()));
  }

  private static TimeoutSettings timers(Duration firstToken, Duration idle) {
    return new TimeoutSettings(Duration.ofSeconds(2), firstToken, firstToken, idle,
        Duration.ofSeconds(100));
  }

  @Test
  void s01RateLimitedOnceWithRetryAfterFailsOverOrWaits() {
    drive.on("a", (nth, _) -> nth == 1 ? Fate.tooMany(2000) : Fate.answers(100));
    Drive.Ended ended = call();
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.sent().stream().filter(sent -> sent.atMillis() <= 1500)).hasSizeLessThan(3);
  }

  @Test
  void s01WithoutFallbackWaitsWhatTheProviderAsked() {
    rig.with("r", Rig.route(new Primary("a"), "a"));
    drive.on("a", (nth, _) -> nth == 1 ? Fate.tooMany(2000) : Fate.answers(100));
    Drive.Ended ended = drive.run("r");
    assertThat(ended.answeredBy()).isEqualTo("a");
    assertThat(ended.sent()).hasSize(2);
    assertThat(ended.sent().get(1).atMillis()).isBetween(2000L, 2300L);
  }

  @Test
  void s02RateLimitedAlwaysBacksOffThenFallsBack() {
    drive.on("a", Fate.tooMany(0));
    Drive.Ended ended = call();
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.targets()).containsExactly("a", "a", "b");
    assertThat(ended.sent().get(1).atMillis()).isGreaterThanOrEqualTo(125 + 20);
  }

  @Test
  void s03ServerErrorOnceIsRetriedOnTheSameTarget() {
    drive.on("a", (nth, _) -> nth == 1 ? Fate.status(500) : Fate.answers(100));
    Drive.Ended ended = call();
    assertThat(ended.targets()).containsExactly("a", "a");
    assertThat(ended.answeredBy()).isEqualTo("a");
  }

  @Test
  void s04UnavailableAlwaysFallsBack() {
    drive.on("a", Fate.status(503));
    Drive.Ended ended = call();
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.sentTo("a")).isLessThanOrEqualTo(6);
  }

  @Test
  void s05ResetOnceIsAnswered() {
    drive.on("a", (nth, _) -> nth == 1 ? Fate.fails(Failure.Kind.DISCONNECTED) : Fate.answers(100));
    assertThat(call().answeredBy()).isEqualTo("a");
  }

  @Test
  void s06SilenceIsTriedOnceThenFallsBack() {
    drive.on("a", new Fate.Hangs(null));
    Drive.Ended ended = call(RouteSettings.StreamBreak.ERROR,
        timers(SECOND.multipliedBy(30), SECOND.multipliedBy(30)));
    assertThat(ended.targets()).containsExactly("a", "b");
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.tookMillis()).isLessThan(100_000);
  }

  @Test
  void s07LateFirstTokenFallsBackInTime() {
    drive.on("a", Fate.answers(20_000));
    Drive.Ended ended = call(RouteSettings.StreamBreak.ERROR,
        timers(SECOND.multipliedBy(10), SECOND.multipliedBy(30)));
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.tookMillis()).isLessThan(15_000);
  }

  @Test
  void s08BrokenStreamEndsAsAnError() {
    drive.on("a", new Fate.Breaks(100, 900, Fate.failure(Failure.Kind.BROKEN_STREAM)));
    Drive.Ended ended = call();
    assertThat(ended.answeredBy()).isNull();
    assertThat(ended.refusal().code()).isEqualTo("upstream_error");
    assertThat(ended.targets()).containsExactly("a");
  }

  @Test
  void s08BrokenStreamIsResumedOnTheFallback() {
    drive.on("a", new Fate.Breaks(100, 900, Fate.failure(Failure.Kind.BROKEN_STREAM)));
    Drive.Ended ended = call(RouteSettings.StreamBreak.RESUME, TimeoutSettings.DEFAULT);
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.content()).containsExactly("a", "b");
    assertThat(ended.sent().get(1).reason()).isEqualTo(Call.Reason.RESUME);
  }

  @Test
  void s08HeldStreamFailsOverWhole() {
    drive.on("a", new Fate.Breaks(100, 900, Fate.failure(Failure.Kind.BROKEN_STREAM)));
    Drive.Ended ended = call(RouteSettings.StreamBreak.HOLD, TimeoutSettings.DEFAULT);
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.content()).isEmpty();
    assertThat(ended.sent().get(1).reason()).isEqualTo(Call.Reason.FAILOVER);
  }

  @Test
  void s09StalledStreamIsFoundWithinTheIdleLimit() {
    drive.on("a", new Fate.Hangs(100L));
    Drive.Ended ended = call(RouteSettings.StreamBreak.RESUME,
        timers(SECOND.multipliedBy(30), SECOND.multipliedBy(30)));
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.tookMillis()).isLessThan(45_000);
  }

  @Test
  void s10SkippedEventIsStillOneWholeAnswer() {
    Drive.Ended ended = call();
    assertThat(ended.targets()).containsExactly("a");
    assertThat(ended.answeredBy()).isEqualTo("a");
  }

  @Test
  void s11MissingDoneMarkIsASuccessToTheBreaker() {
    Drive.Ended ended = call();
    assertThat(ended.answeredBy()).isEqualTo("a");
    assertThat(rig.health("a").breaker().snapshot().counts().failed()).isZero();
    assertThat(rig.health("a").breaker().snapshot().counts().calls()).isEqualTo(1);
  }

  @Test
  void s12TooLongGoesToALargerContextOnly() {
    rig.contexts.putAll(Map.of("m-a", 8_000L, "m-b", 8_000L));
    drive.on("a", Fate.status(400, "context_length_exceeded"));
    Drive.Ended same = call();
    assertThat(same.targets()).containsExactly("a");
    assertThat(same.refusal().code()).isEqualTo("context_length_exceeded");

    Rig large = new Rig();
    large.contexts.putAll(Map.of("m-a", 8_000L, "m-b", 200_000L));
    large.with("r", Rig.route(Fallback.of("a", "b"), "a", "b"));
    Drive.Ended larger = new Drive(large).on("a", Fate.status(400, "context_length_exceeded"))
        .run("r");
    assertThat(larger.targets()).containsExactly("a", "b");
    assertThat(larger.answeredBy()).isEqualTo("b");
  }

  @Test
  void s13PolicyViolationIsPassedOnAtOnce() {
    drive.on("a", Fate.status(400, "content_policy_violation"));
    Drive.Ended ended = call();
    assertThat(ended.targets()).containsExactly("a");
    assertThat(ended.refusal().code()).isEqualTo("content_policy_violation");
    assertThat(ended.refusal().status()).isEqualTo(400);
  }

  @Test
  void s14RefusedResumptionShowsTheBreakAndNotTheRefusal() {
    drive.on("a", new Fate.Breaks(100, 900, Fate.failure(Failure.Kind.BROKEN_STREAM)));
    drive.on("b", Fate.status(400, "invalid_request_error"));
    Drive.Ended ended = call(RouteSettings.StreamBreak.RESUME, TimeoutSettings.DEFAULT);
    assertThat(ended.refusal().status()).isEqualTo(502);
    assertThat(ended.refusal().code()).isEqualTo("upstream_error");
  }

  @Test
  void s15OutageOpensTheBreakerAndEndsWithIt() {
    load(RouteSettings.StreamBreak.ERROR, TimeoutSettings.DEFAULT);
    drive.on("a", (_, atMillis) -> atMillis < 60_000 ? Fate.status(503) : Fate.answers(100));
    long opened = -1;
    long returned = -1;
    for (int i = 0; i < 25; i++) {
      rig.advanceTo(i * 4000L);
      Drive.Ended ended = drive.run("r");
      assertThat(ended.error()).isNull();
      if (rig.breaker("a") == BreakerSnapshot.State.OPEN && opened < 0) {
        opened = rig.millis();
      }
      if ("a".equals(ended.answeredBy()) && returned < 0) {
        returned = rig.millis();
      }
    }
    assertThat(opened).isBetween(1L, 30_000L);
    assertThat(returned).isBetween(60_000L, 90_000L);
    assertThat(rig.breaker("a")).isEqualTo(BreakerSnapshot.State.CLOSED);
    assertThat(drive.calls("a")).isLessThan(10 + 3 * 4 + 10);
  }

  @Test
  void s16FallbackIsWhatAnswersAndSaysSo() {
    drive.on("a", Fate.status(503));
    Drive.Ended ended = call();
    assertThat(ended.answeredBy()).isEqualTo("b");
    assertThat(ended.plan().isFallback(ended.plan().targets().get(1))).isTrue();
    assertThat(ended.plan().isFallback(ended.plan().targets().get(0))).isFalse();
    assertThat(ended.plan().strategy()).isEqualTo("fallback");
  }
}
