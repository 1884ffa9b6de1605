package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.GatewayError;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
  private final Rig rig = new Rig();
  private final Drive drive = new Drive(rig);

  private static Fate refused(int status, @Nullable String code, @Nullable Boolean shouldRetry,
      long retryAfter) {
    return new Fate.Fails(20, new Failure(Failure.Kind.STATUS, status, code, shouldRetry,
        retryAfter, new GatewayError.ProviderFault(status, "upstream_error", "failed")));
  }

  private static RouteSettings only(int attempts, BreakerSettings breaker) {
    RouteSettings r = Rig.route(new Primary("a"), "a");
    return new RouteSettings(r.targets(), r.strategy(), List.of(), List.of(),
        TimeoutSettings.DEFAULT, new RetrySettings(attempts, RetrySettings.DEFAULT.on()), breaker,
        r.selector(), r.affinity(), r.onStreamBreak(), false, false, List.of(), List.of());
  }

  @Test
  void outageIsAmplifiedByATenthAndThreeAtMost() {
    rig.with("r", only(2, new BreakerSettings(Duration.ofSeconds(2), 100, Duration.ofSeconds(60),
        100, 1_000_000, Duration.ofSeconds(15), 3)));
    drive.on("a", Fate.status(503));
    int requests = 10_000;
    for (int i = 0; i < requests; i++) {
      assertThat(drive.run("r").error()).isNotNull();
      rig.advance(Duration.ofMillis(1));
    }
    assertThat(drive.calls("a")).isLessThanOrEqualTo((int) (1.10 * requests) + 3)
        .isGreaterThan((int) (1.05 * requests));
  }

  @Test
  void budgetHasAFloorOfThreeAndRefillsAfterTenSeconds() {
    RetryBudget budget = new RetryBudget(rig::nanoTime);
    assertThat(budget.remaining()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      assertThat(budget.tryRetry()).isTrue();
    }
    assertThat(budget.tryRetry()).isFalse();
    for (int i = 0; i < 50; i++) {
      budget.request();
    }
    assertThat(budget.remaining()).isEqualTo(2);
    rig.advance(Duration.ofSeconds(10));
    assertThat(budget.remaining()).isEqualTo(3);
  }

  @Test
  void budgetHoldsWhenItsClockOfSecondsWraps() {
    RetryBudget budget = new RetryBudget(rig::nanoTime);
    rig.advance(Duration.ofSeconds((1 << 24) - 12));
    for (int i = 0; i < 4; i++) {
      rig.advance(Duration.ofSeconds(1));
      budget.request();
    }
    for (int i = 0; i < 3; i++) {
      assertThat(budget.tryRetry()).isTrue();
    }
    assertThat(budget.tryRetry()).isFalse();
    rig.advance(Duration.ofSeconds(11));
    assertThat(budget.remaining()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"429, insufficient_quota", "429, billing_hard_limit_reached",
      "429, credit_balance_too_low"})
  void spentQuotaIsNeverRetried(int status, String code) {
    rig.with("r", only(3, BreakerSettings.DEFAULT));
    drive.on("a", refused(status, code, null, 0));
    assertThat(drive.run("r").sent()).hasSize(1);
  }

  @Test
  void spentQuotaGoesToAnotherTarget() {
    rig.with("r", Rig.route(Fallback.of("a", "b"), "a", "b"));
    drive.on("a", refused(429, "insufficient_quota", null, 0));
    assertThat(drive.run("r").targets()).containsExactly("a", "b");
  }

  @Test
  void providerThatSaysNotToRetryIsObeyed() {
    rig.with("r", only(3, BreakerSettings.DEFAULT));
    drive.on("a", refused(500, null, false, 0));
    assertThat(drive.run("r").sent()).hasSize(1);
  }

  @Test
  void providerThatInvitesARetryGetsOne() {
    rig.with("r", only(2, BreakerSettings.DEFAULT));
    drive.on("a", (nth, _) -> nth == 1 ? refused(409, null, true, 0) : Fate.answers(100));
    assertThat(drive.run("r").answeredBy()).isEqualTo("a");
  }

  @Test
  void invitationCannotMakeABadRequestWorthRepeating() {
    rig.with("r", only(3, BreakerSettings.DEFAULT));
    drive.on("a", refused(400, null, true, 0));
    assertThat(drive.run("r").sent()).hasSize(1);
  }

  @Test
  void longRetryAfterIsPassedOnAndNotWaitedFor() {
    rig.with("r", only(3, BreakerSettings.DEFAULT));
    drive.on("a", refused(429, null, null, 31_000));
    Drive.Ended ended = drive.run("r");
    assertThat(ended.sent()).hasSize(1);
    assertThat(ended.tookMillis()).isLessThan(100);
    assertThat(ended.refusal().retryAfterMillis()).isEqualTo(31_000);
  }

  @Test
  void retryThatWouldMissTheDeadlineIsNotMade() {
    rig.with("r", only(3, BreakerSettings.DEFAULT));
    drive.on("a", refused(429, null, null, 5_000));
    Drive.Ended ended = drive.run(rig.plan("r"), 2_000);
    assertThat(ended.sent()).hasSize(1);
    assertThat(ended.tookMillis()).isLessThan(100);
  }

  @ParameterizedTest
  @EnumSource(value = Failure.Kind.class, names = {"FIRST_TOKEN", "IDLE", "UNSUITED"})
  void sameTargetIsNotAskedAgainAfterItsTimersRanOut(Failure.Kind kind) {
    rig.with("r", only(3, BreakerSettings.DEFAULT));
    drive.on("a", Fate.fails(kind));
    assertThat(drive.run("r").sent()).hasSize(1);
  }

  @Test
  void nothingIsRetriedAfterTheFirstContent() {
    rig.with("r", Rig.route(Fallback.of("a", "b"), "a", "b"));
    for (Failure.Kind kind : Failure.Kind.values()) {
      Drive each = new Drive(rig).on("a", new Fate.Breaks(50, 90, Fate.failure(kind)));
      Drive.Ended ended = each.run("r");
      assertThat(ended.targets()).as(kind.name()).containsExactly("a");
      assertThat(ended.error()).as(kind.name()).isNotNull();
      rig.health("a").breaker().reset();
    }
  }

  @Test
  void attemptsLimitTheCallsOfOneTarget() {
    for (int attempts = 1; attempts <= 4; attempts++) {
      Rig fresh = new Rig().with("r", only(attempts, BreakerSettings.DEFAULT));
      Drive.Ended ended = new Drive(fresh).on("a", Fate.status(500)).run("r");
      assertThat(ended.sent()).hasSize(attempts);
    }
  }

  @Test
  void backoffDoublesWithinItsBoundsAndIsJittered() {
    for (int calls = 1; calls < 12; calls++) {
      long low = Backoff.millis(calls, 0, 0);
      long high = Backoff.millis(calls, 0, 0.999);
      assertThat(low).isEqualTo(Math.min(5000, 250L << (calls - 1)) / 2);
      assertThat(high).isBetween((long) (low * 1.9), 2 * low);
    }
    assertThat(Backoff.millis(1, 2000, 0)).isEqualTo(2000);
  }

  @Test
  void clientsOwnImpatienceIsNotTheProvidersFault() {
    rig.with("r", only(2, BreakerSettings.DEFAULT));
    drive.on("a", new Fate.Hangs(null));
    for (int i = 0; i < 50; i++) {
      assertThat(drive.run(rig.plan("r"), 1).refusal().status()).isEqualTo(504);
    }
    assertThat(rig.breaker("a")).isEqualTo(BreakerSnapshot.State.CLOSED);
    assertThat(rig.health("a").inFlight()).isZero();
  }

  @Test
  void clientsOwnErrorsDoNotOpenTheBreaker() {
    rig.with("r", only(2, BreakerSettings.DEFAULT));
    drive.on("a", Fate.status(400, "invalid_request_error"));
    for (int i = 0; i < 50; i++) {
      drive.run("r");
    }
    assertThat(rig.breaker("a")).isEqualTo(BreakerSnapshot.State.CLOSED);
    assertThat(rig.health("a").breaker().snapshot().counts().calls()).isZero();
  }

  @Test
  void requestIsRefusedWhenNoTargetCanTakeIt() {
    rig.with("r", only(1, BreakerSettings.DEFAULT));
    drive.on("a", Fate.status(503));
    for (int i = 0; i < 10; i++) {
      drive.run("r");
    }
    Drive.Ended ended = drive.run("r");
    assertThat(ended.sent()).isEmpty();
    assertThat(ended.refusal().code()).isEqualTo("no_healthy_target");
    assertThat(ended.refusal().status()).isEqualTo(503);
    assertThat(ended.refusal().retryAfterMillis()).isBetween(14_000L, 15_000L);
  }

  @Test
  void brokenStreamsOpenTheBreaker() {
    rig.with("r", only(1, BreakerSettings.DEFAULT));
    drive.on("a", new Fate.Breaks(50, 90, Fate.failure(Failure.Kind.BROKEN_STREAM)));
    for (int i = 0; i < 10; i++) {
      drive.run("r");
    }
    assertThat(rig.breaker("a")).isEqualTo(BreakerSnapshot.State.OPEN);
  }
}
