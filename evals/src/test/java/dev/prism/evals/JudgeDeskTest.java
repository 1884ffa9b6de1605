package dev.prism.evals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import dev.prism.testing.Await;
import dev.prism.testing.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How often an exchange is judged that is offered for several reasons.
class JudgeDeskTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration WARM = Duration.ofMinutes(10);
  private static final String SAYS = "{\"choices\":[{\"message\":{\"content\":"
      + "\"{\\\"marks\\\":[{\\\"rubric\\\":\\\"tone\\\",\\\"value\\\":4}]}\"}}]}";

  private final TestClock clock = TestClock.startingAt(Instant.parse("2026-11-28T12:00:00Z"));
  private final JudgeSampling sampling = new JudgeSampling(_ -> false, clock);
  private final List<Score> judged = new CopyOnWriteArrayList<>();
  private final CountDownLatch mayAnswer = new CountDownLatch(1);
  private JudgeDesk desk = desk(1);
  private int lasts = 100;

  private JudgeDesk desk(int concurrency) {
    JudgeSettings settings = new JudgeSettings("judge", List.of("tone"), 1e-7, 1, WARM,
        BigDecimal.TEN, Duration.ofSeconds(5), concurrency, null, null);
    Rubric tone = new Rubric("tone", "1", "Is it kind?", List.of("a", "b", "c", "d", "e"));
    return new JudgeDesk(settings, new Judge("judge", List.of(tone), _ -> {
      mayAnswer.await();
      return new JudgeCall.Reply(200, "judge-a", SAYS, 1);
    }), new JudgeBudget(BigDecimal.TEN, new NoBook(), clock), sampling, new Known(),
        (score, _) -> judged.add(score));
  }

  private static final class NoBook implements JudgeBudget.Book {
    @Override
    public long total(String day) {
      return 0;
    }

    @Override
    public void add(String day, long picoDollars) {}
  }

  private final class Known implements JudgeHistory {
    @Override
    public Optional<Score.By> last(String rubric) {
      return Optional.empty();
    }

    @Override
    public List<Judged> judged(String rubric, Score.By by, int limit) {
      return List.of();
    }

    @Override
    public boolean isJudged(TraceRecord trace) {
      return judged.stream().anyMatch(score -> score.traceId().equals(trace.ids().traceId()));
    }
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private static TraceRecord trace(int number) {
    return Exchanges.of("q", "a").number(1_000 + number).trace();
  }

  /// The desk judges in the order of what it took.
  private List<Double> probabilitiesOnceJudged(TraceRecord trace) {
    mayAnswer.countDown();
    TraceRecord last = trace(++lasts);
    desk.offerFlagged(last);
    Await.until("the last is judged", SOON,
        () -> judged.stream().anyMatch(score -> score.traceId().equals(last.ids().traceId())));
    return judged.stream()
        .filter(score -> score.traceId().equals(trace.ids().traceId()))
        .map(Score::probability)
        .toList();
  }

  @Test
  void whatWasJudgedByChanceIsNotJudgedOnceMoreForAComplaintThatComesWhenTheShareIsSmaller() {
    TraceRecord trace = trace(1);
    sampling.warm("desk", WARM.toMillis());
    desk.offer(Reading.of(trace, Evidence.NONE, 0.5));
    mayAnswer.countDown();
    Await.until("it is judged", SOON, () -> judged.size() == 1);
    clock.advance(WARM.plusMinutes(1));
    desk.offerFlagged(trace);
    assertThat(probabilitiesOnceJudged(trace)).containsExactly(0.5);
  }

  @Test
  void aComplaintAboutWhatIsBeingJudgedOrWaitsForItChangesNothing() {
    desk.close();
    desk = desk(2);
    sampling.warm("desk", WARM.toMillis());
    for (int number = 1; number <= 2; number++) {
      desk.offer(Reading.of(trace(number), Evidence.NONE, 0.5));
    }
    clock.advance(WARM.plusMinutes(1));
    for (int number = 1; number <= 2; number++) {
      desk.offerFlagged(trace(number));
    }
    assertThat(probabilitiesOnceJudged(trace(1))).containsExactly(0.5);
    assertThat(probabilitiesOnceJudged(trace(2))).containsExactly(0.5);
  }

  @Test
  void ofSeveralComplaintsAboutAnExchangeOneHasItJudged() {
    TraceRecord trace = trace(1);
    desk.offer(Reading.of(trace));
    desk.offerFlagged(trace);
    desk.offerFlagged(trace);
    assertThat(probabilitiesOnceJudged(trace)).containsExactly(1.0);
    desk.offerFlagged(trace);
    assertThat(probabilitiesOnceJudged(trace)).containsExactly(1.0);
  }

  /// The share that is in force when somebody complains tells nothing of the time of the exchange.
  @Test
  void aComplaintIsJudgedThoughTheShareHasGrownSince() {
    TraceRecord trace = trace(1);
    desk.offer(Reading.of(trace));
    sampling.warm("desk", WARM.toMillis());
    desk.offerFlagged(trace);
    assertThat(probabilitiesOnceJudged(trace)).containsExactly(1.0);
  }
}
