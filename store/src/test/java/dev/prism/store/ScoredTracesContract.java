package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.KeepSettings;
import dev.prism.evals.ScoredTraces.Query;
import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What either database must do with traces and their scores.
abstract class ScoredTracesContract extends TracesInDatabase {
  @Test
  void aTraceComesBackAsItWasWithAllItsScores() {
    TraceRecord trace = Traces.answered(1);
    TraceRecord failed = Traces.failed(2);
    traces.take(new ScoredTrace(trace, List.of(score(trace, 5, "fine"))));
    traces.take(new ScoredTrace(failed, List.of()));
    traces.close();
    traces = traces(KEEP, 0);
    assertThat(traces.find(trace.ids().traceId()).orElseThrow().trace()).isEqualTo(trace);
    assertThat(traces.find(failed.ids().requestId()).orElseThrow().trace()).isEqualTo(failed);
    Score late = score(trace, 2, "rude");
    List<ScoredTrace> heard = new ArrayList<>();
    traces.onLate((of, scores) -> heard.add(new ScoredTrace(of, scores)));
    traces.add(late);
    assertThat(heard).singleElement().satisfies(news -> {
      assertThat(news.trace().ids()).isEqualTo(trace.ids());
      assertThat(news.scores()).containsExactly(late);
    });
    assertThat(traces.find(trace.ids().traceId()).orElseThrow().scores())
        .containsExactly(score(trace, 5, "fine"), late);
    assertThat(traces.find("none")).isEmpty();
  }

  @Test
  void anExplanationThatIsNoProperTextLosesNothingElse() {
    TraceRecord trace = Traces.answered(1);
    traces.take(new ScoredTrace(trace, List.of(new Score(trace.ids().traceId(), "tone", 2,
        new Score.By(Score.Kind.HUMAN, "ann", "1"), 1, 1, null, "nul \u0000 half \uD800 end"))));
    traces.close();
    traces = traces(KEEP, 0);
    assertThat(traces.find(trace.ids().traceId()).orElseThrow().scores()).singleElement()
        .satisfies(score -> assertThat(score.explanation()).startsWith("nul ").endsWith(" end"));
  }

  @Test
  void tracesAreFoundByWhatTheyAre() {
    for (int n = 0; n < 9; n++) {
      TraceRecord trace = n == 4 ? Traces.failed(n) : Traces.answered(n);
      traces.take(new ScoredTrace(trace,
          n == 5 ? List.of(score(trace, 1, "rude")) : List.of(score(trace, 5, "fine"))));
    }
    assertThat(requests(Query.ALL, 3)).containsExactly("req-8", "req-7", "req-6");
    assertThat(requests(Query.ofSession("session-1"), 9)).containsExactly("req-7", "req-4",
        "req-1");
    assertThat(requests(new Query("demo", "stable", "acme", null, null, null, null, true), 9))
        .containsExactly("req-5", "req-4");
    assertThat(requests(new Query("other", null, null, null, null, null, null, null), 9)).isEmpty();
    long from = Traces.answered(2).asked().startedAtMicros();
    assertThat(requests(Query.ofRoute("demo", from, from + 2), 9)).containsExactly("req-3",
        "req-2");
  }

  private List<String> requests(Query query, int limit) {
    return traces.list(query, limit)
        .stream()
        .map(scored -> scored.trace().ids().requestId())
        .toList();
  }

  @Test
  void aBadScoreThatComesLateMakesATraceFailing() {
    TraceRecord trace = Traces.answered(1);
    traces.take(new ScoredTrace(trace, List.of()));
    Query failing = new Query(null, null, null, null, null, null, null, true);
    assertThat(traces.list(failing, 9)).isEmpty();
    traces.add(score(trace, 1, "rude"));
    assertThat(traces.list(failing, 9)).hasSize(1);
  }

  /// Or else all exchanges that are marked late would have something in common that others have not.
  @Test
  void anExchangeThatIsMarkedLateIsToldOfAsItWas() {
    TraceRecord stored = Traces.answered(1);
    traces.take(new ScoredTrace(stored, List.of()));
    assertThat(traces.list(Query.ALL, 9)).hasSize(1);
    TraceRecord inMemory = Traces.answered(2);
    traces.take(new ScoredTrace(inMemory, List.of()));
    List<TraceRecord> heard = new ArrayList<>();
    traces.onLate((of, _) -> heard.add(of));
    traces.add(score(stored, 1, "rude"));
    traces.add(score(inMemory, 5, "fine"));
    assertThat(heard.getFirst()).isEqualTo(stored);
    assertThat(heard.getLast().attempts()).isEqualTo(inMemory.attempts());
  }

  @Test
  void aLateScoreOfOneExchangeOfATraceIsNotTheNewestOnes() {
    TraceRecord first = Traces.answered(1);
    TraceRecord second = Traces.inTraceOf(first, Traces.answered(2));
    List<String> told = new ArrayList<>();
    traces.onLate((trace, _) -> told.add(trace.ids().requestId()));
    traces.take(new ScoredTrace(first, List.of()));
    traces.take(new ScoredTrace(second, List.of()));
    traces.add(score(first, 1, "rude"), first.ids().requestId());
    traces.add(score(first, 4, "fine"));
    assertThat(told).containsExactly("req-1", "req-2");
    assertThat(requests(new Query(null, null, null, null, null, null, null, true), 9))
        .containsExactly("req-1");
    assertThat(traces.find("req-2").orElseThrow().scores()).extracting(Score::value)
        .containsExactly(4.0);
  }

  @Test
  void whatWentAsPlannedGoesFirstAndNothingOutlivesItsAge() {
    for (int n = 0; n < 20; n++) {
      TraceRecord trace = n < 5 ? Traces.failed(n) : Traces.answered(n);
      traces.take(new ScoredTrace(trace, List.of(score(trace, 4, "fine"))));
    }
    traces.close();
    traces = traces(KEEP, 2);
    traces.retainNow();
    assertThat(requests(Query.ALL, 99)).containsExactly("req-4", "req-3", "req-2", "req-1",
        "req-0");
    traces.close();
    traces = traces(KEEP, 20);
    traces.retainNow();
    assertThat(requests(Query.ALL, 99)).isEmpty();
  }

  @Test
  void aFullStoreKeepsWhatFailed() {
    KeepSettings tight = new KeepSettings(Duration.ofDays(1), Duration.ofDays(10),
        ByteSize.ofKibibytes(1), 1_000);
    for (int n = 0; n < 600; n++) {
      TraceRecord trace = n % 100 == 0 ? Traces.failed(n) : Traces.answered(n);
      traces.take(new ScoredTrace(trace, List.of()));
    }
    traces.close();
    traces = traces(tight, 0);
    traces.retainNow();
    assertThat(traces.list(Query.ALL, 999)).as("in steps of 500, what went as planned first")
        .allMatch(ScoredTrace::isFailing);
  }

  @Test
  void ofABusySecondSoManyAreWrittenAndAllThatFailed() {
    KeepSettings few = new KeepSettings(Duration.ofDays(1), Duration.ofDays(10),
        ByteSize.ofMebibytes(100), 3);
    traces.close();
    traces = traces(few, 0);
    for (int n = 0; n < 400; n++) {
      seconds = n / 20;
      traces.take(new ScoredTrace(Traces.answered(n), List.of()));
      traces.take(new ScoredTrace(Traces.failed(1_000 + n), List.of()));
    }
    Query failing = new Query(null, null, null, null, null, null, null, true);
    assertThat(traces.list(failing, 999)).hasSize(400);
    assertThat(traces.list(Query.ALL, 999))
        .as("some 2.5 of 20 in each of 20 seconds, seed %d", SEED)
        .hasSizeBetween(425, 475);
  }

  @Test
  void minutesSumUpAllScoresByTheirWeights() throws Exception {
    for (int n = 0; n < 10; n++) {
      TraceRecord trace = Traces.answered(n);
      traces.take(new ScoredTrace(trace, List.of(score(trace, n < 5 ? 1 : 5, "x"))));
    }
    long minute = 1_795_000_000L / 60;
    assertThat(traces.minutes("demo", "tone", minute, minute + 1)).singleElement()
        .satisfies(sum -> {
          assertThat(sum.scores()).isEqualTo(10);
          assertThat(sum.failing()).isEqualTo(5);
          assertThat(sum.weight()).isEqualTo(40);
          assertThat(sum.mean()).isEqualTo(3);
          assertThat(sum.judge()).isEqualTo("app@1");
          assertThat(sum.promptVersion()).isEqualTo("refund@12");
        });
    traces.add(score(Traces.answered(1), 3, "x"));
    assertThat(traces.minutes(null, null, minute, minute + 1)).singleElement()
        .satisfies(sum -> assertThat(sum.scores()).isEqualTo(11));
    assertThat(traces.minutes("demo", "tone", minute + 1, minute + 2)).isEmpty();
  }

  @Test
  void anExchangeThatFailedOutlivesTheOthersOfItsTrace() {
    TraceRecord planned = Traces.answered(1);
    TraceRecord failed = Traces.inTraceOf(planned, Traces.failed(2));
    traces.take(new ScoredTrace(planned, List.of(score(planned, 5, "fine"))));
    traces.take(new ScoredTrace(failed, List.of(score(planned, 1, "rude"))));
    traces.close();
    traces = traces(KEEP, 2);
    traces.retainNow();
    assertThat(traces.list(Query.ALL, 99)).singleElement().satisfies(left -> {
      assertThat(left.trace()).isEqualTo(failed);
      assertThat(left.scores()).containsExactly(score(planned, 1, "rude"));
    });
  }
}
