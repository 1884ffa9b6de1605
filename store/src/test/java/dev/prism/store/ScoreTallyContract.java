package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prism.evals.KeepSettings;
import dev.prism.evals.ScoreTally;
import dev.prism.evals.ScoredTraces.Query;
import dev.prism.exchange.ByteSize;
import dev.prism.exchange.Callers;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What means that are taken of either database must be.
abstract class ScoreTallyContract extends TracesInDatabase {
  /// Five of a hundred are as bad as can be.
  private static double mark(int n) {
    return n % 20 == 7 ? 1 : 5;
  }

  private static ScoreTally.Sums tone(ScoreTally tally) {
    return tally.rubrics().getOrDefault("tone", ScoreTally.Sums.NONE);
  }

  /// Twenty seconds of two hundred exchanges each, of which some twenty are kept and all that fail.
  private void busySeconds(BiConsumer<TraceRecord, Score> each) {
    traces.close();
    traces = traces(KeepSettings.DEFAULT, 0);
    for (int n = 0; n < 4_000; n++) {
      seconds = n / 200;
      TraceRecord trace = Traces.answered(n);
      each.accept(trace, score(trace, mark(n), "x"));
    }
    assertThat(traces.list(new Query(null, null, null, null, null, null, null, true), 9_999))
        .hasSize(200);
  }

  @Test
  void theMeanOfABusyTargetIsThatOfAllItsExchangesThoughMoreOfThoseThatFailAreKept() {
    busySeconds((trace, score) -> traces.take(new ScoredTrace(trace, List.of(score))));
    List<ScoredTrace> kept = traces.list(Query.ALL, 9_999);
    assertThat(kept).as("seed %d", SEED).hasSizeBetween(450, 700);
    assertThat(kept.stream()
        .flatMap(it -> it.scores().stream())
        .mapToDouble(Score::percent)
        .average()
        .orElse(0)).as("of what is kept as it is").isLessThan(75);
    assertThat(tone(traces.tally(Query.ALL, Callers.ALL, 9_999)).percent()).as("seed %d", SEED)
        .isCloseTo(95, within(1.5));
    double all = kept.stream().mapToDouble(ScoredTrace::weight).sum();
    assertThat(
        kept.stream().mapToDouble(it -> it.weight() * it.scores().getFirst().percent()).sum() / all)
        .as("of what is listed, by its chance, seed %d", SEED)
        .isCloseTo(95, within(1.5));
    assertThat(traces.requests(Query.ALL).get("acme")).as("seed %d", SEED)
        .isCloseTo(4_000L, within(700L));
  }

  /// Most of them are no longer, or never were, among what is written; those that are marked down are written then.
  @Test
  void theMeanOfMarksThatComeLateIsThatOfAllOfThem() {
    busySeconds((trace, score) -> {
      traces.take(new ScoredTrace(trace, List.of()));
      traces.add(score, trace.ids().requestId());
    });
    assertThat(tone(traces.tally(Query.ALL, Callers.ALL, 9_999)).percent()).as("seed %d", SEED)
        .isCloseTo(95, within(1.5));
  }

  @Test
  void ofSeveralLateMarksOfAnExchangeThatWasLeftOutEachIsThereOnce() {
    traces.close();
    traces = traces(
        new KeepSettings(Duration.ofDays(1), Duration.ofDays(10), ByteSize.ofMebibytes(100), 1), 0);
    for (int n = 0; n < 200; n++) {
      traces.take(new ScoredTrace(Traces.answered(n), List.of()));
    }
    int kept = traces.list(Query.ALL, 999).size();
    TraceRecord trace = Traces.answered(199);
    Score good = score(trace, 5, "fine");
    Score bad = score(trace, 1, "rude");
    traces.add(good, "req-199");
    traces.add(bad, "req-199");
    assertThat(traces.list(Query.ALL, 999)).as("seed %d", SEED).hasSize(kept + 1);
    traces.close();
    traces = traces(KEEP, 0);
    assertThat(traces.find("req-199").orElseThrow().scores()).containsExactlyInAnyOrder(good, bad);
  }

  @Test
  void ofMoreThanAreLookedAtTheWholeTimeIsSeenAndEveryFailedCheck() {
    for (int n = 0; n < 2_000; n++) {
      seconds = n / 500;
      TraceRecord trace = Traces.answered(n);
      Score plain = score(trace, n < 1_000 ? 5 : 3, "x");
      traces.take(
          new ScoredTrace(trace, n % 100 == 0 ? List.of(plain, check(trace)) : List.of(plain)));
    }
    ScoreTally some = traces.tally(Query.ALL, Callers.ALL, 400);
    assertThat(tone(some).count()).isEqualTo(400);
    assertThat(tone(some).percent()).as("75 on the whole, 50 of the newest")
        .isCloseTo(75, within(5.0));
    assertThat(some.failedChecks()).containsOnly(Map.entry("pii", 20L));
    assertThat(traces.tally(Query.ALL, Callers.ALL, 400)).isEqualTo(some);
  }

  private static Score check(TraceRecord trace) {
    return new Score(trace.ids().traceId(), "privacy_and_safety", 1,
        new Score.By(Score.Kind.CHECK, "checks", "1"), 1, 1_795_000_000_000_000L, "pii", null);
  }

  @Test
  void aTallyIsOfTheCallersThatItIsFor() {
    take(1, "acme", "s-1", Map.of("tier", "gold"));
    take(2, "acme", "s-2", Map.of("tier", "Gold", "a,\"tier", "gold"));
    take(3, "other", null, Map.of("tier", "gold", "region", "n_rth\\"));
    take(4, "other", null, Map.of());
    assertThat(counted(List.of(), List.of(), Map.of())).isEqualTo(4);
    assertThat(counted(List.of("acme"), List.of(), Map.of())).isEqualTo(2);
    assertThat(counted(List.of("acme", "other"), List.of(), Map.of())).isEqualTo(4);
    assertThat(counted(List.of(), List.of("s-2", "s-3"), Map.of())).isEqualTo(1);
    assertThat(counted(List.of(), List.of(), Map.of("tier", "gold"))).isEqualTo(2);
    assertThat(counted(List.of(), List.of(), Map.of("tier", "gold", "region", "n_rth\\")))
        .isEqualTo(1);
    assertThat(counted(List.of("acme"), List.of("s-1"), Map.of("tier", "Gold"))).isZero();
  }

  private double counted(List<String> tenants, List<String> sessions,
      Map<String, String> metadata) {
    return tone(traces.tally(Query.ALL, new Callers(tenants, sessions, metadata), 9)).count();
  }

  private void take(int n, String tenant, @Nullable String session, Map<String, String> metadata) {
    TraceRecord like = Traces.answered(n);
    TraceRecord trace = new TraceRecord(like.ids(),
        new TraceRecord.Caller(tenant, session, null, metadata), like.asked(), like.served(),
        like.attempts(), like.outcome(), like.billing(), like.rails(), like.texts());
    traces.take(new ScoredTrace(trace, List.of(score(trace, 4, "fine"))));
  }

  /// Those that failed are still there, and alone.
  @Test
  void noMeanIsOfATimeOfWhichSomethingHasBeenDeleted() {
    for (int n = 0; n < 20; n++) {
      TraceRecord trace = Traces.answered(n);
      traces.take(new ScoredTrace(trace, List.of(score(trace, n < 10 ? 1 : 5, "x"))));
    }
    assertThat(tone(traces.tally(Query.ALL, Callers.ALL, 99)).percent()).isEqualTo(50);
    traces.close();
    traces = traces(KEEP, 2);
    traces.retainNow();
    assertThat(traces.list(Query.ALL, 99)).hasSize(10);
    assertThat(traces.tally(Query.ALL, Callers.ALL, 99).rubrics()).isEmpty();
  }
}
