package dev.prism.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final BreakerSettings SETTINGS = new BreakerSettings(Duration.ofSeconds(30), 50,
      Duration.ofSeconds(2), 80, 4, Duration.ofSeconds(15), 3);

  private final Rig rig = new Rig();
  private final Breaker breaker = new Breaker(new HealthKey("p", "", "m", SETTINGS), rig::nanoTime);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failure(breaker.tryAcquire());
    }
  }

  private void open() {
    fail(4);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.OPEN);
  }

  @Test
  void opensAtTheFailureRateOnceThereAreEnoughCalls() {
    breaker.success(breaker.tryAcquire(), 10);
    fail(2);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.CLOSED);
    fail(1);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.OPEN);
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.DENIED);
    assertThat(breaker.retryAfterMillis()).isEqualTo(15_000);
  }

  @Test
  void forgetsWhatIsOlderThanItsWindow() {
    fail(3);
    rig.advance(Duration.ofSeconds(40));
    fail(3);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.CLOSED);
    assertThat(breaker.snapshot().counts().failed()).isEqualTo(3);
  }

  @Test
  void opensWhenMostCallsAreSlow() {
    for (int i = 0; i < 4; i++) {
      breaker.success(breaker.tryAcquire(), 2500);
    }
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.OPEN);
  }

  @Test
  void closesAgainAfterItsProbesHaveSucceeded() {
    open();
    rig.advance(Duration.ofSeconds(15));
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.HALF_OPEN);
    int one = breaker.tryAcquire();
    int two = breaker.tryAcquire();
    int three = breaker.tryAcquire();
    assertThat(List.of(one, two, three)).doesNotContain(Breaker.DENIED);
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.DENIED);
    breaker.success(one, 10);
    breaker.success(two, 10);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.HALF_OPEN);
    breaker.success(three, 10);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.CLOSED);
  }

  @Test
  void probeThatSaysNothingGivesItsPlaceBack() {
    open();
    rig.advance(Duration.ofSeconds(15));
    for (int i = 0; i < 10; i++) {
      int probe = breaker.tryAcquire();
      assertThat(probe).isNotEqualTo(Breaker.DENIED);
      breaker.release(probe);
    }
  }

  @Test
  void callOfBeforeNeitherClosesNorAddsAProbe() {
    int before = breaker.tryAcquire();
    int another = breaker.tryAcquire();
    open();
    rig.advance(Duration.ofSeconds(15));
    for (int i = 0; i < 3; i++) {
      assertThat(breaker.tryAcquire()).isNotEqualTo(Breaker.DENIED);
    }
    breaker.release(before);
    breaker.success(another, 10);
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.DENIED);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.HALF_OPEN);
  }

  @Test
  void staysOpenAsLongAsTheProviderAsked() {
    breaker.pause(40_000);
    open();
    rig.advance(Duration.ofSeconds(20));
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.DENIED);
    assertThat(breaker.retryAfterMillis()).isEqualTo(20_000);
    rig.advance(Duration.ofSeconds(20));
    assertThat(breaker.tryAcquire()).isNotEqualTo(Breaker.DENIED);
  }

  @Test
  void absurdPauseIsCutToTenMinutes() {
    breaker.pause(Long.MAX_VALUE);
    assertThat(breaker.snapshot().pausedMillis()).isEqualTo(600_000);
  }

  @Test
  void personHoldsItOpenUntilAReset() {
    breaker.open();
    rig.advance(Duration.ofHours(1));
    assertThat(breaker.tryAcquire()).isEqualTo(Breaker.DENIED);
    assertThat(breaker.snapshot().hold()).isEqualTo(Breaker.Hold.OPEN);
    breaker.reset();
    assertThat(breaker.tryAcquire()).isNotEqualTo(Breaker.DENIED);
  }

  @Test
  void personHoldsItClosedWhateverHappens() {
    breaker.close();
    fail(50);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.CLOSED);
    breaker.reset();
    fail(4);
    assertThat(breaker.state()).isEqualTo(BreakerSnapshot.State.OPEN);
  }

  @Test
  void threadsThatComeAtOnceShareTheProbes() throws Exception {
    open();
    rig.advance(Duration.ofSeconds(15));
    AtomicInteger probes = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofPlatform().start(() -> {
        for (int n = 0; n < 1000; n++) {
          probes.addAndGet(breaker.tryAcquire() == Breaker.DENIED ? 0 : 1);
        }
      }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(probes).hasValue(3);
  }

  @Test
  void healthKeepsRoomForTheTableWhateverCallersName() {
    TargetHealths healths = new TargetHealths(rig::nanoTime);
    HealthKey own = new HealthKey("p", "", "own", SETTINGS);
    for (int i = 0; i < 5000; i++) {
      healths.of(new HealthKey("p", "", "guess-" + i, SETTINGS));
    }
    healths.configure(Set.of(own));
    assertThat(healths.all()).hasSizeLessThanOrEqualTo(4097);
    assertThat(healths.of(own)).isSameAs(healths.of(own));
    rig.advance(Duration.ofMinutes(11));
    healths.of(new HealthKey("p", "", "one-more", SETTINGS));
    assertThat(healths.all()).hasSize(2);
  }
}
