package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import dev.prism.exchange.TraceRecord;
import dev.prism.routing.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whose traffic moves when it is a part of the traffic whose own scores dropped. Marks are as wide as a judge's: one
/// answer in four fails on any day.
class CohortScopeTest {
  private static final String GROUNDING = "factual_grounding";
  private static final String PLAN = "optimal_plan_execution";
  private static final long SEED = 2811;

  private final Random random = new Random(SEED);

  /// @param lower  by which the marks of the cohort are lower, of 1 to 5
  /// @param beside and those of the others
  private void serve(Night night, int count, double lower, double beside, String... rubrics) {
    for (int i = 0; i < count; i++) {
      boolean in = i % 12 == 0;
      double by = in ? lower : beside;
      Score[] scores = List.of(rubrics)
          .stream()
          .map(rubric -> Night.score(rubric,
              Math.clamp(3.5 + 0.75 * random.nextGaussian() - by, 1, 5), null))
          .toArray(Score[]::new);
      night.served("refund", "live",
          new Night.Asking("t" + random.nextInt(6),
              Map.of("tool", "t-" + random.nextInt(3), "region", in ? "north" : "south")),
          null, scores);
    }
  }

  /// A quiet time, and then so many answers.
  private Night trouble(int count, double lower, double beside, String... rubrics)
      throws Exception {
    Night night = new Night(Night.willing(), "refund");
    serve(night, 600, 0, 0, rubrics);
    night.pass(Duration.ofMinutes(40));
    serve(night, count, lower, beside, rubrics);
    return night;
  }

  private Scope scopeAfter(Night night, Signal... signals) throws Exception {
    for (Signal signal : signals) {
      night.take(signal);
    }
    night.round();
    assertThat(night.flips()).as("seed %d", SEED).hasSize(1);
    return night.flips().getFirst().scope();
  }

  @Test
  void theCohortWhoseOwnScoresDroppedIsMovedAndNobodyElse() throws Exception {
    Night night = trouble(240, 0.6, 0, GROUNDING);
    Scope scope = scopeAfter(night, night.dropIn("region=north", "refund", "live", GROUNDING, 15));
    assertThat(scope.metadata()).isEqualTo(Map.of("region", "north"));
    assertThat(night.log.open().getFirst().flips().getFirst().plan().traffic()).isLessThan(0.2);
  }

  @Test
  void ofSeveralCohortsItIsTheSmallestBesideWhichNothingDropped() throws Exception {
    Night night = trouble(600, 2, 0, GROUNDING);
    Scope scope = scopeAfter(night, night.dropIn("tool=t-1", "refund", "live", GROUNDING, 6),
        night.dropIn("region=north", "refund", "live", GROUNDING, 40));
    assertThat(scope.metadata()).isEqualTo(Map.of("region", "north"));
  }

  @Test
  void whereTheOthersDroppedTooTheyAreMovedAsWell() throws Exception {
    Night night = trouble(240, 0.4, 0.4, GROUNDING);
    TraceRecord.Caller other = new TraceRecord.Caller("t0", null, null,
        Map.of("tool", "t-0", "region", "south"));
    assertThat(scopeAfter(night, night.dropIn("region=north", "refund", "live", GROUNDING, 10))
        .mayCover(other)).isTrue();
  }

  @Test
  void anEndpointIsNoScopeOfAFlipSoTheRouteIsMoved() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    assertThat(scopeAfter(night,
        night.dropIn("endpoint=chat_completions", "refund", "live", GROUNDING, 10)))
        .isEqualTo(Scope.ALL);
  }

  @Test
  void allTenantsWhoseScoresDroppedAreMovedTogether() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    for (int i = 0; i < 1_200; i++) {
      double lower = i >= 600 && i % 6 < 2 ? 1 : 0;
      if (i == 600) {
        night.pass(Duration.ofMinutes(40));
      }
      night.served("refund", "live", "t" + i % 6,
          Night.score(GROUNDING, 3.5 + 0.75 * (i % 5 - 2) / 2 - lower, null));
    }
    Scope scope = scopeAfter(night, night.dropIn("tenant=t0", "refund", "live", GROUNDING, 25),
        night.dropIn("tenant=t1", "refund", "live", GROUNDING, 25));
    assertThat(scope.tenants()).containsExactlyInAnyOrder("t0", "t1");
  }

  @Test
  void aCohortThatTurnsOutTooNarrowIsWidened() throws Exception {
    Night night = trouble(240, 0.6, 0, GROUNDING);
    scopeAfter(night, night.dropIn("region=north", "refund", "live", GROUNDING, 15));
    night.pass(Duration.ofMinutes(3));
    serve(night, 400, 0, 0.5, GROUNDING);
    assertThat(scopeAfter(night, night.drop("refund", "live", GROUNDING, 12))).isEqualTo(Scope.ALL);
  }

  /// On a route with a single tenant that tenant's stream says what the route's says.
  @Test
  void aTenantIsNoEdgeCaseWhereTheWholeRouteDropped() throws Exception {
    for (boolean whole : new boolean[]{false, true}) {
      Night night = new Night(Night.willing(), "refund");
      for (int i = 0; i < 8; i++) {
        night.served("refund", "live", "t0", Night.score(GROUNDING, 1, null));
      }
      Incident incident = night.take(night.dropIn("tenant=t0", "refund", "live", GROUNDING, 15));
      if (whole) {
        night.take(night.drop("refund", "live", GROUNDING, 15));
      }
      night.round();
      assertThat(night.now(incident).severity()).isEqualTo(whole ? Severity.S2 : Severity.S3);
    }
  }

  @Test
  void whatTwoStreamsSayInTheSameMinuteIsKeptOfBoth() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    night.take(night.dropIn("region=north", "refund", "live", GROUNDING, 15));
    Incident incident = night.take(night.dropIn("region=north", "refund", "live", PLAN, 15));
    assertThat(night.now(incident).signals()).extracting(SignalNote::rubric)
        .containsExactly(GROUNDING, PLAN);
  }

  /// The golden set may have the class by a rubric that sank in the cohort alone, and by the time that somebody
  /// evaluates, the cohort's exchanges are long gone.
  @Test
  void theRubricThatSankBesideInTheCohortIsExaminedHoursLater() throws Exception {
    Night night = trouble(480, 1.2, 0, GROUNDING, PLAN);
    Incident incident = night.take(night.dropIn("region=north", "refund", "live", PLAN, 30));
    night.round();
    night.traces.all.clear();
    night.pass(Duration.ofHours(3));
    night.onCall.waive(incident.id(), "ann", "a test");
    night.onCall.evaluate(incident.id(), "ann");
    assertThat(Objects.requireNonNull(night.examined).rubrics())
        .containsExactlyInAnyOrder(GROUNDING, PLAN);
  }

  /// Two in a hundred answers obey an attack: one rubric is noticed, the other has hardly sunk.
  @Test
  void aJailbreakIsExaminedByBothRubricsThatItIsToldBy() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.drop("refund", "live", "privacy_and_safety", 2));
    night.round();
    night.onCall.waive(incident.id(), "ann", "a test");
    night.onCall.evaluate(incident.id(), "ann");
    assertThat(Objects.requireNonNull(night.examined).rubrics())
        .containsExactlyInAnyOrder("privacy_and_safety", "instruction_adherence");
  }

  @Test
  void whatSankInTheCohortAloneTellsDriftFromInvention() throws Exception {
    Night night = trouble(480, 1.2, 0, GROUNDING, PLAN);
    Incident incident = night.take(night.dropIn("region=north", "refund", "live", GROUNDING, 30));
    night.round();
    assertThat(night.now(incident).classification().orElseThrow().type())
        .isEqualTo(IncidentClass.DRIFT);
  }

  /// The answers of everybody else, which the same target gives as well as ever, say nothing of the cohort.
  @Test
  void theCanaryOfACohortIsJudgedByTheCohortAlone() throws Exception {
    Night night = new Night(Night.willing(), new VerifySettings(List.of(5.0, 100.0), 5, 0.01, 50,
        Duration.ofSeconds(1), Duration.ofHours(1), List.of()), "refund");
    serve(night, 600, 0, 0, GROUNDING);
    night.pass(Duration.ofMinutes(40));
    serve(night, 240, 0.9, 0, GROUNDING);
    Incident incident = night.take(night.dropIn("region=north", "refund", "live", GROUNDING, 20));
    night.round();
    night.onCall.waive(incident.id(), "ann", "a test");
    night.onCall.evaluate(incident.id(), "ann");
    night.onCall.fix(incident.id(), "ann",
        new Happening.FixRecorded(FixKind.NEW_TEMPLATE, "no fix at all", "live", "c0ffee"));
    night.keeper.verification().start(incident.id(), "ann");
    for (int i = 0; i < 2_000; i++) {
      boolean north = i % 4 == 0;
      boolean tried = north && i % 8 == 0;
      double mark = 3.5 + 0.75 * random.nextGaussian() - (tried ? 1.2 : 0);
      night.served("refund", !north || tried ? "live" : "old",
          new Night.Asking("t" + i % 6, Map.of("region", north ? "north" : "south")), null,
          Night.score(GROUNDING, Math.clamp(mark, 1, 5), null));
    }
    night.pass(Duration.ofSeconds(2));
    night.round();
    assertThat(night.now(incident).state()).as("seed %d", SEED)
        .isInstanceOf(IncidentState.Fixing.class);
    assertThat(night.now(incident).last(Happening.CanaryMoved.class).orElseThrow().course())
        .isEqualTo(Verification.ROLL_BACK);
  }
}
