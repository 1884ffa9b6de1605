package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.routing.ChangeNote;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.FlipTo;
import dev.prism.routing.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContainmentTest {
  private static final Duration NO_TIME = Duration.ZERO;
  private static final long SEED = 1107;

  private static Happening.Considered decision(Night night, Incident incident) throws Exception {
    night.round();
    return night.now(incident).last(Happening.Considered.class).orElseThrow();
  }

  @Test
  void theModeSaysHowFarItGoes() throws Exception {
    for (ContainSettings.Mode mode : ContainSettings.Mode.values()) {
      ContainSettings settings = new ContainSettings(mode, List.of(IncidentClass.values()),
          Map.of(), Map.of(), 80, 100, 3, NO_TIME, 3, Duration.ofHours(4), Duration.ofHours(24),
          ContainSettings.Confirm.DEFAULT);
      Night night = new Night(settings, "refund");
      Incident incident = night.take(night.leak("refund", "live"));
      String course = decision(night, incident).course();
      assertThat(course).isEqualTo(switch (mode) {
        case OFF -> "declined";
        case SHADOW -> "shadow";
        case SUGGEST -> "suggest";
        case AUTO -> "auto";
      });
      assertThat(night.flips()).hasSize(mode == ContainSettings.Mode.AUTO ? 1 : 0);
      night.round();
      assertThat(night.now(incident).all(Happening.Considered.class)).as("said once").hasSize(1);
    }
  }

  @Test
  void theScopeIsTheSmallestThatHoldsMostOfTheFailures() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    for (int i = 0; i < 100; i++) {
      night.served("refund", "live", i % 4 == 0 ? "acme" : "other-" + i % 3);
    }
    for (int i = 0; i < 20; i++) {
      night.served("refund", "live", i == 0 ? "other-1" : "acme",
          Night.score("privacy_and_safety", 1, "pii"));
    }
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.scope().tenants()).containsExactly("acme"));
    FlipPlan plan = night.now(incident).flips().getFirst().plan();
    assertThat(plan.covers()).isBetween(0.9, 1.0);
    assertThat(night.now(incident).last(Happening.SessionsFound.class).orElseThrow().count())
        .isEqualTo(20);
    assertThat(night.now(incident).last(Happening.TenantsAudited.class).orElseThrow().requests())
        .containsKey("acme");
    assertThat(night.now(incident).last(Happening.CachePurged.class).orElseThrow().text())
        .isEqualTo("no cache");
  }

  @Test
  void moreTrafficThanTheCapIsLeftToAPersonButRailsAreAdded() throws Exception {
    ContainSettings settings = new ContainSettings(ContainSettings.Mode.AUTO,
        List.of(IncidentClass.PII_LEAK), Map.of("pii-leak", List.of()), Map.of(), 80, 25, 3,
        NO_TIME, 3, Duration.ofHours(4), Duration.ofHours(24), ContainSettings.Confirm.DEFAULT);
    Night night = new Night(settings, "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    assertThat(decision(night, incident).rule()).contains("cap-percent");
    assertThat(night.flips()).isEmpty();
    assertThat(night.onCall.contain(night.now(incident), "ann", "all of it", null, null))
        .isPresent();
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.author()).isEqualTo("ann"));
  }

  @Test
  void whenTheSafeTargetFailsTooItGoesOnAndNeverBack() throws Exception {
    ContainSettings settings = new ContainSettings(ContainSettings.Mode.AUTO,
        List.of(IncidentClass.values()), Map.of(), Map.of("refund", "fixed-answer"), 80, 100, 3,
        Duration.ofMinutes(15), 10, Duration.ofHours(4), Duration.ofHours(24),
        ContainSettings.Confirm.DEFAULT);
    Night night = new Night(settings, "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    for (String next : List.of("older", "fixed-answer")) {
      night.pass(Duration.ofMinutes(2));
      String failing = String.valueOf(night.flips().getFirst().to().target());
      assertThat(night.take(night.leak("refund", failing)).id()).isEqualTo(incident.id());
      night.round();
      assertThat(night.flips()).singleElement()
          .satisfies(flip -> assertThat(flip.to().target()).isEqualTo(next));
    }
    night.pass(Duration.ofMinutes(2));
    night.take(night.leak("refund", "fixed-answer"));
    night.round();
    assertThat(night.flips()).as("there is nothing left, and never back")
        .singleElement()
        .satisfies(flip -> assertThat(flip.to().target()).isEqualTo("fixed-answer"));
  }

  @Test
  void aFlipThatItsOwnControllerEndsDuringARoundWasNotTakenBackByAnotherHand() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    String flip = night.flips().getFirst().id();
    night.log.meanwhile = () -> night.control.revert(flip,
        ChangeNote.of("prism", "the canary begins"));
    night.round();
    assertThat(night.now(incident).automationOn()).as("between the table and the record").isTrue();
    assertThat(night.flips()).isEmpty();
    night.records.record(incident.id(), "prism", "the canary begins",
        _ -> new Happening.FlipEnded(flip, "replaced"));

    night.pass(Duration.ofSeconds(3));
    night.round();

    assertThat(night.now(incident).automationOn()).isTrue();
  }

  @Test
  void aPersonsFlipBeatsAutomationAndSoDoesTakingOneBack() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    night.control.flip(FlipRequest.of("refund", FlipTo.target("older")),
        ChangeNote.of("ann", "I have it"));
    Incident incident = night.take(night.leak("refund", "live"));
    assertThat(decision(night, incident).rule()).contains("a person's flip");
    night.control.revert(night.flips().getFirst().id(), ChangeNote.of("ann", "over"));
    night.round();
    assertThat(night.flips()).hasSize(1);
    night.control.revert(night.flips().getFirst().id(), ChangeNote.of("ann", "leave it"));
    night.round();
    night.pass(Duration.ofSeconds(3));
    night.round();
    assertThat(night.flips()).isEmpty();
    assertThat(night.now(incident).automationOn()).isFalse();
    night.onCall.automation(incident.id(), "ann", "go on", true);
    night.pass(Duration.ofMinutes(40));
    night.round();
    assertThat(night.flips()).hasSize(1);
  }

  @Test
  void freezeStopsAllOfIt() throws Exception {
    Night night = new Night(Night.willing(), "a", "b");
    night.onCall.freeze(true, "ann", "the detector is wrong tonight");
    Incident incident = night.take(night.leak("a", "live"));
    assertThat(decision(night, incident).rule()).contains("frozen by ann");
    assertThat(night.flips()).isEmpty();
    night.onCall.freeze(false, "ann", "it was right");
    night.round();
    assertThat(night.flips()).hasSize(1);
  }

  @Test
  void manyRoutesAtOnceAreLeftToAPerson() throws Exception {
    Night night = new Night(Night.willing(), "a", "b", "c", "d");
    for (String route : List.of("a", "b", "c", "d")) {
      night.take(night.leak(route, "live"));
      night.round();
    }
    assertThat(night.flips()).hasSize(3);
  }

  @Test
  void whoDiedBetweenTheIntentAndTheFlipIsTakenUp() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    FlipPlan plan = new FlipPlan("refund", "old", List.of(), List.of(), List.of(), Map.of(), true,
        60_000, 0, 1, 1);
    night.records.record(incident.id(), "prism", "", _ -> new Happening.FlipIntended(plan));
    night.round();
    assertThat(night.flips()).as("whoever began may still be at it").isEmpty();
    night.pass(Duration.ofSeconds(3));
    night.round();
    assertThat(night.flips()).hasSize(1);
    assertThat(night.now(incident).flips()).hasSize(1);
  }

  @Test
  void aFlipOfAnIncidentThatEndedMeanwhileIsTakenBack() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    FlipPlan plan = new FlipPlan("refund", "old", List.of(), List.of(), List.of(), Map.of(), true,
        60_000, 0, 1, 1);
    night.records.record(incident.id(), "prism", "", _ -> new Happening.FlipIntended(plan));
    night.onCall.falseAlarm(incident.id(), "ann", "nothing is wrong");
    night.keeper.containment().carryOut(incident.id(), plan, "prism", "leak");
    assertThat(night.flips()).isEmpty();
    assertThat(night.now(incident).flips()).isEmpty();
  }

  @Test
  void whoDiedBetweenTheFlipAndItsRecordIsTakenUpWithoutASecondFlip() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    FlipPlan plan = new FlipPlan("refund", "old", List.of(), List.of(), List.of(), Map.of(), true,
        60_000, 0, 1, 1);
    night.records.record(incident.id(), "prism", "", _ -> new Happening.FlipIntended(plan));
    night.control.flip(FlipRequest.of("refund", FlipTo.target("old")),
        new ChangeNote("prism", "leak", incident.id(), null));
    night.pass(Duration.ofSeconds(3));
    night.round();
    night.round();
    assertThat(night.flips()).hasSize(1);
    assertThat(night.now(incident).flips()).singleElement()
        .satisfies(flip -> assertThat(flip.flipId()).isEqualTo(night.flips().getFirst().id()));
  }

  @Test
  void sessionsThatCarryABadAnswerAreMovedBesideTheContainmentNotInItsPlace() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    FlipPlan sessions = new FlipPlan("refund", "fixed-answer", List.of(), List.of(),
        List.of("s-bad"), Map.of(), false, 60_000, 0, 1, 0);
    night.onCall.contain(night.now(incident), "ann", "the answer before was wrong", sessions, null);
    assertThat(night.flips()).extracting(flip -> flip.to().target())
        .containsExactlyInAnyOrder("old", "fixed-answer");
    night.round();
    assertThat(night.flips()).hasSize(2);
    night.onCall.falseAlarm(incident.id(), "ann", "over");
    assertThat(night.flips()).isEmpty();
  }

  /// One answer in four fails as ever; then one in ten fails always.
  private static Night withATroubledTenth(Random random) throws Exception {
    Night night = new Night(Night.willing(), "refund");
    for (int i = 0; i < 400; i++) {
      served(night, random, 0.25);
    }
    night.pass(Duration.ofMinutes(30));
    for (int i = 0; i < 400; i++) {
      served(night, random, i % 10 == 0 ? 1 : 0.25);
    }
    return night;
  }

  @Test
  void aCohortIsFoundAmongFailuresThatAreUsual() throws Exception {
    Random random = new Random(SEED);
    Night night = withATroubledTenth(random);
    Incident incident = night.take(night.drop("refund", "live", "factual_grounding", 6));
    night.round();
    assertThat(night.flips()).as("seed %d", SEED)
        .singleElement()
        .satisfies(flip -> assertThat(flip.scope().tenants()).containsExactly("t0"));
    assertThat(night.now(incident).flips().getFirst().plan().traffic()).isLessThan(0.2);
  }

  @Test
  void aScopeThatTurnsOutTooNarrowIsWidened() throws Exception {
    Random random = new Random(SEED);
    Night night = withATroubledTenth(random);
    night.take(night.drop("refund", "live", "factual_grounding", 6));
    night.round();
    assertThat(night.flips().getFirst().scope().tenants()).containsExactly("t0");
    night.pass(Duration.ofMinutes(2));
    night.round();
    assertThat(night.flips().getFirst().scope().tenants()).as("nothing new").isNotEmpty();
    night.pass(Duration.ofMinutes(1));
    for (int i = 0; i < 400; i++) {
      served(night, random, 0.75);
    }
    night.take(night.drop("refund", "live", "factual_grounding", 9));
    night.round();
    assertThat(night.flips()).as("seed %d", SEED)
        .singleElement()
        .satisfies(flip -> assertThat(flip.scope()).isEqualTo(Scope.ALL));
  }

  /// Of the tenants t0 to t9, as many fail as are told to; t0's are those that are told to fail for sure.
  private static void served(Night night, Random random, double failing) {
    String tenant = failing == 1 ? "t0" : "t" + (1 + random.nextInt(9));
    double value = random.nextDouble() < failing ? 1 : 4;
    night.served("refund", "live", tenant, Night.score("factual_grounding", value, null));
  }

  @Test
  void whereAllTenantsSufferTheWholeRouteIsMoved() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Random random = new Random(SEED);
    for (int i = 0; i < 400; i++) {
      served(night, random, 0.25);
    }
    night.pass(Duration.ofMinutes(30));
    for (int i = 0; i < 400; i++) {
      served(night, random, 0.5);
    }
    night.take(night.drop("refund", "live", "factual_grounding", 6));
    night.round();
    assertThat(night.flips()).as("seed %d", SEED)
        .singleElement()
        .satisfies(flip -> assertThat(flip.scope()).isEqualTo(Scope.ALL));
  }

  @Test
  void atItsExpiryAnS1IsHeldAndAnotherGoesBackThroughTheCanary() throws Exception {
    Night night = new Night(Night.willing(), "refund", "search");
    Incident leak = night.take(night.leak("refund", "live"));
    Incident drift = night.take(night.drop("search", "live", "optimal_plan_execution", 4));
    night.round();
    assertThat(night.flips()).hasSize(2);
    night.pass(Duration.ofHours(4));
    night.round();
    assertThat(night.now(leak).last(Happening.FlipExpiring.class).orElseThrow().course())
        .contains("held");
    assertThat(night.now(drift).last(Happening.CanaryMoved.class).orElseThrow().percent())
        .isEqualTo(5);
    assertThat(night.flips()).as("nothing was let go").hasSize(2);
    assertThat(night.flips()).anySatisfy(flip -> assertThat(flip.to().strategy()).isNotNull());
  }
}
