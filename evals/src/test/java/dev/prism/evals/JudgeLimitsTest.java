package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeLimitsTest {
  private static final long CENT = 10_000_000_000L;

  private final TestClock clock = TestClock.startingAt(Instant.parse("2026-11-27T23:59:00Z"));

  private static final class Book implements JudgeBudget.Book {
    final Map<String, Long> days = new HashMap<>();

    @Override
    public long total(String day) {
      return days.getOrDefault(day, 0L);
    }

    @Override
    public void add(String day, long picoDollars) {
      days.merge(day, picoDollars, Long::sum);
    }
  }

  @Test
  void theCapStopsUntilTheNextDayAndOutlivesARestart() {
    Book book = new Book();
    JudgeBudget budget = new JudgeBudget(new BigDecimal("0.03"), book, clock);
    budget.charge(2 * CENT);
    assertThat(budget.allows()).isTrue();
    budget.charge(-1);
    assertThat(budget.allows()).as("a call of unknown price is a cent").isFalse();
    assertThat(new JudgeBudget(new BigDecimal("0.03"), book, clock).allows()).isFalse();
    clock.advance(Duration.ofMinutes(2));
    assertThat(budget.allows()).isTrue();
    assertThat(budget.spent()).isZero();
    assertThat(book.days).containsOnlyKeys("2026-11-27");
  }

  @Test
  void theShareGrowsOnAWarmRouteAndFallsBack() {
    JudgeSettings settings = new JudgeSettings("judge", List.of(), 0.05, 0.5,
        Duration.ofMinutes(10), BigDecimal.ONE, Duration.ofSeconds(5), 1, null, null);
    JudgeSampling sampling = new JudgeSampling(
        trace -> "yes".equals(trace.caller().metadata().get("canary")), clock);
    assertThat(sampling.probability(Exchanges.of("q", "a").trace(), settings)).isEqualTo(0.05);
    sampling.warm("desk", settings.warmFor().toMillis());
    assertThat(sampling.probability(Exchanges.of("q", "a").trace(), settings)).isEqualTo(0.5);
    clock.advance(Duration.ofMinutes(11));
    assertThat(sampling.probability(Exchanges.of("q", "a").trace(), settings)).isEqualTo(0.05);
    assertThat(sampling.probability(
        Exchanges.of("q", "a").rail("output", "pii", "flag", "email").trace(), settings))
        .isEqualTo(1);
    assertThat(
        sampling.probability(Exchanges.of("q", "a").metadata("canary", "yes").trace(), settings))
        .isEqualTo(1);
  }

  @Test
  void everyTraceIdIsChosenAsOftenAsItsShareSays() {
    long chosen = 0;
    for (int n = 0; n < 20_000; n++) {
      chosen += JudgeSampling.isChosen("%016x%016x".formatted(n * 31L, n * 0x9E3779B97F4A7C15L),
          0.05) ? 1 : 0;
    }
    assertThat(chosen).isBetween(850L, 1_150L);
  }

  @Test
  void spansAreBoundedByTraceAndByBytesAndKnownOnes() {
    SpanMemory memory = new SpanMemory(3, 10_000);
    AppSpan span = span(1, 1, "x");
    assertThat(memory.add(List.of(span, span)).fresh()).hasSize(1);
    for (int n = 0; n < 300; n++) {
      memory.add(List.of(span(2, n, "")));
    }
    assertThat(memory.refused()).isEqualTo(44);
    memory.add(List.of(span(3, 1, "y".repeat(8_000)), span(4, 1, "y".repeat(8_000))));
    assertThat(memory.of(Exchanges.answering("x").trace())).isEmpty();
    assertThat(memory.add(List.of(span)).fresh()).as("the oldest have gone").hasSize(1);
  }

  private static AppSpan span(int trace, int number, String text) {
    return new AppSpan("%032x".formatted(trace), "%016x".formatted(number), null, "s", 1, 1, false,
        Map.of("output.value", text + "."));
  }
}
