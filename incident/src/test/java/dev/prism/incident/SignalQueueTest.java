package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// With an hour between two rounds: whatever happens here has not waited for one.
class SignalQueueTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Night night = new Night(Night.willing(), "refund");
  private final Semaphore rounds = new Semaphore(0);

  private SignalQueue queue() {
    return new SignalQueue(night.intake, () -> {
      night.round();
      rounds.release();
    }, HOUR);
  }

  private void awaitRound() throws InterruptedException {
    assertThat(rounds.tryAcquire(1, TimeUnit.MINUTES)).as("a round").isTrue();
  }

  @Test
  void theFlipFollowsThePageWithoutWaitingForARound() throws Exception {
    try (SignalQueue queue = queue()) {
      queue.signal(night.leak("refund", "live"));
      awaitRound();
    }
    assertThat(night.log.open()).singleElement()
        .satisfies(page -> assertThat(page.flips()).hasSize(1));
    assertThat(night.flips()).hasSize(1);
  }

  @Test
  void theResponseThatCompletesTheProofHasTheIncidentContained() throws Exception {
    try (SignalQueue queue = queue()) {
      night.enough = queue::look;
      queue.signal(night.leak("refund", "live"));
      awaitRound();
      for (int i = 0; i < 199; i++) {
        night.served("refund", "old", "acme");
      }
      assertThat(rounds.availablePermits()).isZero();
      assertThat(night.log.open().getFirst().state().word()).isEqualTo("triaged");
      night.served("refund", "old", "acme");
      awaitRound();
    }
    assertThat(night.log.open().getFirst().state().word()).isEqualTo("contained");
  }
}
