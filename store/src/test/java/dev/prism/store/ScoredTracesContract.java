package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.evals.KeepSettings;
import dev.prism.evals.ScoredTraces.Query;
import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What either database must do with traces and their scores.
abstract class ScoredTracesContract {
  private static final Instant NOW = Instant.ofEpochSecond(1_795_000_010);
  private static final KeepSettings KEEP = new KeepSettings(Duration.ofDays(1), Duration.ofDays(10),
      ByteSize.ofMebibytes(100), 1_000);
  @TempDir
  private Path folder;
  private Database database;
  private StoredTraces traces;

  abstract StoreSettings settings(Path folder);

  @BeforeEach
  void open() throws Exception {
    database = new Database(settings(folder));
    assertThat(database.awaitOpened(Duration.ofMinutes(5))).as("%s", database.state()).isTrue();
    traces = traces(KEEP, 0);
  }

  /// As after a restart: nothing in memory.
  private StoredTraces traces(KeepSettings keep, long daysLater) {
    return new StoredTraces(database, new ScoredMemory(1_000, 10), new RecentTraces(1, 1, 1), keep,
        Clock.fixed(NOW.plus(Duration.ofDays(daysLater)), ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    traces.close();
    database.close();
  }

  private static Score score(TraceRecord trace, double value, String reason) {
    return new Score(trace.ids().traceId(), "tone", value,
        new Score.By(Score.Kind.APPLICATION, "app", "1"), 0.25, 1_795_000_000_000_000L, reason,
        "say \"é\"");
  }

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
  void onlySoManyOfASecondAreWrittenAndAllThatFailed() {
    KeepSettings few = new KeepSettings(Duration.ofDays(1), Duration.ofDays(10),
        ByteSize.ofMebibytes(100), 3);
    traces.close();
    traces = traces(few, 0);
    for (int n = 0; n < 20; n++) {
      traces.take(new ScoredTrace(Traces.answered(n), List.of()));
      traces.take(new ScoredTrace(Traces.failed(100 + n), List.of()));
    }
    assertThat(traces.list(Query.ALL, 999)).hasSize(23);
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
}
