package dev.prism.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PacerTest {
  private static final long MILLI = 1_000_000;

  @Test
  void requestsAreDueAtEvenTimes() {
    Pacer pacer = new Pacer(500, 2000);
    assertThat(pacer.take()).isEqualTo(500);
    assertThat(pacer.take()).isEqualTo(500 + MILLI / 2);
    assertThat(pacer.take()).isEqualTo(500 + MILLI);
  }

  @Test
  void rateIsKeptOverALongTimeWithoutDrift() {
    Pacer pacer = new Pacer(0, 3);
    for (int i = 0; i < 300_000; i++) {
      pacer.take();
    }
    assertThat(pacer.dueNanos()).isCloseTo(Duration.ofSeconds(100_000).toNanos(), within(1L));
  }

  @Test
  void clockThatWrapsDoesNotStopIt() {
    long start = Long.MAX_VALUE - 10;
    Pacer pacer = new Pacer(start, 1000);
    pacer.take();
    assertThat(pacer.isDue(start + 5)).isFalse();
    assertThat(pacer.isDue(Math.addExact(0, start) + MILLI)).isTrue();
  }

  @Test
  void rateOfZeroIsRefused() {
    assertThatThrownBy(() -> new Pacer(0, 0)).hasMessageContaining("above zero");
  }

  /// The correction for coordinated omission. A server that answers in half a millisecond but stands
  /// still for one second out of ten keeps a fifth of all users waiting, until it has caught up. Who
  /// measures from the sending of each request on one connection sees one slow request in ten thousand.
  @Test
  void stallIsChargedToEveryRequestThatItHeldUp() {
    Durations fromDue = new Durations();
    Durations fromSent = new Durations();
    Pacer pacer = new Pacer(0, 1000);
    long now = 0;
    while (pacer.dueNanos() < 10_000 * MILLI) {
      long due = pacer.take();
      long sent = Math.max(now, due);
      now = stalled(sent) ? 5_000 * MILLI : sent + MILLI / 2;
      fromDue.add(now - due);
      fromSent.add(now - sent);
    }
    assertThat(fromSent.quantiles().p99()).isLessThan(1000);
    assertThat(fromDue.quantiles().p90()).isCloseTo(500_000, within(5_000.0));
    assertThat(fromDue.quantiles().p99()).isCloseTo(950_000, within(5_000.0));
    assertThat(fromDue.quantiles().p50()).isLessThan(1000);
  }

  private static boolean stalled(long nanos) {
    return nanos >= 4_000 * MILLI && nanos < 5_000 * MILLI;
  }
}
