package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.providers.Renewed.Leased;
import java.time.Duration;
import java.time.Instant;
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
    }, Duration.ofMillis(1)).start()) {
      assertThat(asked.await(10, TimeUnit.SECONDS)).as("asked again").isTrue();
      assertThat(renewed.get()).isEqualTo("key");
    }
  }
}
