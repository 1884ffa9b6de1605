package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static long pause(String... headers) {
    Map<String, String> map = headers.length == 2
        ? Map.of(headers[0], headers[1])
        : Map.of(headers[0], headers[1], headers[2], headers[3]);
    return RateLimits.pauseMillis(map::get, NOW);
  }

  @ParameterizedTest
  @CsvSource({"1s, 1000", "6m0s, 360000", "120ms, 120", "1h2m3.5s, 3723500", "7.66s, 7660",
      "12, 12000", "0.5, 500", "1795521630, 30000", "1795521630000, 30000",
      "2026-11-24T12:00:20Z, 20000", "2026-11-24T11:00:00Z, 0", "400d, 86400000", "soon, 1000",
      "5x, 1000", "'', 1000"})
  void spentLimitHoldsUntilItsReset(String reset, long millis) {
    assertThat(pause("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", reset))
        .isEqualTo(millis);
  }

  @Test
  void everyProvidersOwnNamesAreKnown() {
    assertThat(pause("x-ratelimit-remaining-tokens", "0", "x-ratelimit-reset-tokens", "2s"))
        .isEqualTo(2_000);
    assertThat(pause("anthropic-ratelimit-input-tokens-remaining", "0",
        "anthropic-ratelimit-input-tokens-reset", "2026-11-24T12:00:09Z")).isEqualTo(9_000);
    assertThat(pause("ratelimit-remaining", "0", "ratelimit-reset", "3")).isEqualTo(3_000);
    assertThat(pause("x-ratelimit-remaining", "-1")).isEqualTo(1_000);
  }

  @Test
  void nothingIsSaidWhileSomethingIsLeft() {
    assertThat(pause("x-ratelimit-remaining-requests", "1", "x-ratelimit-reset-requests", "60s"))
        .isZero();
    assertThat(pause("x-ratelimit-remaining-requests", "many")).isZero();
    assertThat(pause("content-type", "application/json")).isZero();
  }
}
