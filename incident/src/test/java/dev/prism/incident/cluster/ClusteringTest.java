package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.incident.FailureCluster;
import dev.prism.incident.Signal;
import dev.prism.testing.Await;
import dev.prism.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusteringTest {
  private static final IntentTexts TEXTS = IntentTexts.own();
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final TestClock clock = TestClock.start();
  private final List<Signal> signals = Collections.synchronizedList(new ArrayList<>());
  private final Random random = new Random(23);
  private final Clustering clustering = new Clustering(ClusterSettings.DEFAULT, Traces.READER,
      signals::add, clock);
  private int next;

  @AfterEach
  void stop() {
    clustering.close();
    assertThat(clustering.faults()).isZero();
  }

  @Test
  void failuresWithOneCauseAreAClusterThatSaysWhatSetsThemApart() throws Exception {
    traffic(200);
    for (int i = 0; i < 47; i++) {
      hear(Traces.failing(trace(Map.of("index", "v7", "tier", "gold")), "empty_retrieval"));
    }
    group();
    FailureCluster cluster = only();
    assertThat(cluster.members()).hasSize(47);
    assertThat(cluster.fingerprint()).isEqualTo("check:empty_retrieval");
    assertThat(cluster.category()).isEqualTo("retrieval");
    assertThat(cluster.subtype()).isEqualTo("empty_retrieval");
    assertThat(cluster.name()).isEqualTo("Empty retrieval block (empty_retrieval)");
    assertThat(cluster.contrast().getFirst().attribute()).isEqualTo("index");
    assertThat(cluster.contrast().getFirst().value()).isEqualTo("v7");
    assertThat(cluster.representatives()).hasSize(5).isSubsetOf(cluster.members());
    ClusterReport report = clustering.find(cluster.id()).orElseThrow();
    assertThat(report.immediateFix())
        .startsWith("Empty retrieval block: index = v7 in 100 % of failures, 0 % of passes.");
    assertThat(clustering.list("refund")).containsExactly(report);
    assertThat(clustering.list("other")).isEmpty();
  }

  @Test
  void aClusterIsToldOnceAndAgainWhenItHasDoubled() throws Exception {
    traffic(100);
    fail(10);
    group();
    String id = only().id();
    fail(9);
    group();
    assertThat(signals).hasSize(1);
    fail(1);
    group();
    assertThat(signals).hasSize(2);
    assertThat(((Signal.Clustered) signals.get(1)).cluster().id()).isEqualTo(id);
    assertThat(signals.get(1).traceIds()).isNotEmpty();
    group();
    assertThat(signals).hasSize(2);
  }

  @Test
  void theSameAnswerToManyQuestionsIsOneClusterWithOneId() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      for (int step = 0; step < 10; step++) {
        traffic(12);
        hear(Traces.judged(trace(Map.of("tier", "free")), "wrong"));
        for (int i = 0; i < 2; i++) {
          hear(Traces.judged(Traces.trace(next++, clock.millis(), text(intent()),
              "Sorry, the ledger service did not return any entry for account " + next + ".",
              Map.of("tier", "free")), "wrong"));
        }
        clock.advance(Duration.ofMinutes(2));
      }
      group();
      FailureCluster largest = clustering.list("refund")
          .stream()
          .map(ClusterReport::cluster)
          .max((a, b) -> Integer.compare(a.members().size(), b.members().size()))
          .orElseThrow();
      ids.add(largest.id());
    }
    assertThat(ids).as("the largest cluster of each run").hasSize(8).containsOnly(ids.getFirst());
  }

  @Test
  void aCohortThatFailsIsAClusterThoughNoCheckNamesACause() throws Exception {
    traffic(400);
    for (int i = 0; i < 30; i++) {
      hear(Traces.judged(trace(Map.of("tier", i < 25 ? "gold" : "free")), "wrong"));
    }
    group();
    assertThat(clustering.list("refund")).anySatisfy(report -> {
      assertThat(report.cluster().fingerprint()).isEqualTo("cohort:tier=gold");
      assertThat(report.cluster().members()).hasSize(25);
      assertThat(report.cluster().name()).startsWith("tier=gold");
    });
  }

  @Test
  void aTraceThatIsJudgedLaterLeavesThePassingOnes() throws Exception {
    List<TraceRecord> passed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      TraceRecord trace = trace(Map.of("tier", i < 10 ? "gold" : "free"));
      passed.add(trace);
      hear(Traces.passing(trace));
    }
    for (TraceRecord trace : passed.subList(0, 10)) {
      hear(Traces.failing(trace, "pii"));
    }
    group();
    FailureCluster.Contrast strongest = only().contrast().getFirst();
    assertThat(strongest.value()).isEqualTo("gold");
    assertThat(strongest.passingShare()).isZero();
    assertThat(strongest.failingShare()).isEqualTo(1);
  }

  @Test
  void whatAJudgeSaysLaterDoesNotHideTheCause() throws Exception {
    traffic(50);
    for (int i = 0; i < 10; i++) {
      TraceRecord trace = trace(Map.of("tier", "free"));
      hear(Traces.failing(trace, "pii"));
      hear(Traces.judged(trace, "a phone number in the answer"));
    }
    group();
    assertThat(only().fingerprint()).isEqualTo("check:pii");
    String id = only().id();
    clock.advance(Duration.ofHours(3));
    fail(6);
    group();
    assertThat(only().fingerprint()).isEqualTo("check:empty");
    assertThat(clustering.find(id)).as("remembered for a day").isPresent();
    clock.advance(Duration.ofHours(25));
    fail(6);
    group();
    assertThat(clustering.find(id)).isEmpty();
  }

  @Test
  void whatTheCallerOrALimitCausedIsNoFailureOfAnswers() throws Exception {
    for (String blame : List.of("client", "policy")) {
      for (int i = 0; i < 20; i++) {
        hear(new ScoredTrace(
            Traces.trace(next++, clock.millis(), "q", "", Map.of(), new TraceRecord.Outcome(
                TraceRecord.Outcome.Kind.REFUSED, 429, "rate_limit_exceeded", blame, null, -1, 5)),
            List.of()));
      }
    }
    group();
    assertThat(clustering.list(null)).isEmpty();
    for (int i = 0; i < 20; i++) {
      hear(new ScoredTrace(
          Traces.trace(next++, clock.millis(), "q", "", Map.of(), new TraceRecord.Outcome(
              TraceRecord.Outcome.Kind.FAILED, 504, "upstream_timeout", "provider", null, -1, 5)),
          List.of()));
    }
    group();
    assertThat(only().fingerprint()).isEqualTo("error:upstream_timeout/sim/504");
    assertThat(only().category()).isEqualTo("tool");
  }

  @Test
  void failuresOlderThanTheWindowAreForgotten() throws Exception {
    fail(10);
    group();
    assertThat(only().members()).hasSize(10);
    clock.advance(Duration.ofHours(2));
    fail(5);
    group();
    assertThat(only().members()).hasSize(5);
  }

  @Test
  void theCallerNeverWaitsAndWhatIsTooMuchIsCounted() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    try (Clustering slow = new Clustering(ClusterSettings.DEFAULT, Traces.READER, _ -> {
      try {
        held.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }, clock)) {
      for (int i = 0; i < 10; i++) {
        slow.scored(Traces.failing(trace(Map.of()), "empty"));
      }
      var _ = slow.runNow();
      Await.until("a cluster", LIMIT, () -> slow.list(null).size() == 1);
      for (int i = 0; i < 3_000; i++) {
        slow.scored(Traces.failing(trace(Map.of()), "empty"));
      }
      assertThat(slow.dropped()).isGreaterThanOrEqualTo(3_000 - 1_024);
      assertThat(slow.runNow()).isCompletedExceptionally();
      held.countDown();
    }
  }

  @Test
  void aRunComesByItselfWhenItIsTime() {
    fail(10);
    AtomicInteger minutes = new AtomicInteger();
    Await.until("a run", LIMIT, () -> {
      if (minutes.incrementAndGet() < 20) {
        clock.advance(Duration.ofMinutes(1));
      }
      return !signals.isEmpty();
    });
    assertThat(only().members()).isNotEmpty();
  }

  private void traffic(int count) {
    for (int i = 0; i < count; i++) {
      hear(Traces.passing(
          trace(Map.of("tier", random.nextInt(20) == 0 ? "gold" : "free", "index", "v6"))));
    }
  }

  private void fail(int count) {
    for (int i = 0; i < count; i++) {
      hear(Traces.failing(trace(Map.of("tier", "free")), "empty"));
    }
  }

  private TraceRecord trace(Map<String, String> facts) {
    return Traces.trace(next++, clock.millis(), text(intent()), "", facts);
  }

  private String intent() {
    return TEXTS.names().get(random.nextInt(TEXTS.names().size()));
  }

  private String text(String intent) {
    List<String> texts = TEXTS.intents().getOrDefault(intent, List.of());
    return texts.get(random.nextInt(texts.size()));
  }

  private void hear(ScoredTrace scored) {
    clustering.scored(scored);
  }

  private void group() throws InterruptedException, ExecutionException, TimeoutException {
    clustering.runNow().get(30, TimeUnit.SECONDS);
  }

  private FailureCluster only() {
    assertThat(clustering.list(null)).hasSize(1);
    return clustering.list(null).getFirst().cluster();
  }
}
