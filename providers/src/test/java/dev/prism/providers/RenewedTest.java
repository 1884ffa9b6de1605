package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.providers.Renewed.Leased;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RenewedTest {
  @Test
  void anAnswerThatMakesNoSenseDoesNotEndTheRenewal() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch asked = new CountDownLatch(3);
    try (Renewed<String> renewed = new Renewed<String>("test", () -> {
      asked.countDown();
      if (calls.getAndIncrement() == 0) {
        throw new IllegalStateException("a member is missing");
      }
      return new Leased<>("key", Instant.now());
    }, Duration.ofMillis(1), _ -> {}).start()) {
      assertThat(asked.await(10, TimeUnit.SECONDS)).as("asked again").isTrue();
      assertThat(renewed.get()).isEqualTo("key");
    }
  }

  @Test
  void aFailureIsToldOnceUntilItIsAnotherOrOverAndTellsNoSecret() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(1);
    List<String> told = new CopyOnWriteArrayList<>();
    try (Renewed<String> renewed = new Renewed<String>("aws-keys", () -> {
      int call = calls.getAndIncrement();
      if (call < 3) {
        throw new IllegalStateException("unexpected: {\"SecretAccessKey\":\"hush\"}");
      }
      if (call < 6) {
        throw new Renewed.Refused("no credentials: status 403");
      }
      return new Leased<>("key", Instant.now().plusSeconds(3_600));
    }, Duration.ofMillis(1), line -> {
      told.add(line);
      if (line.endsWith("renewed again")) {
        over.countDown();
      }
    }).start()) {
      assertThat(over.await(10, TimeUnit.SECONDS)).as("renewed").isTrue();
      assertThat(renewed.get()).isEqualTo("key");
      assertThat(told).containsExactly(
          "aws-keys: not renewed (IllegalStateException), tried again every 0 s",
          "aws-keys: not renewed (no credentials: status 403), tried again every 0 s",
          "aws-keys: renewed again");
    }
  }
}
