package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.incident.Evaluation.Outcome;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentLifeTest {
  private static final VerifySettings QUICK = new VerifySettings(List.of(5.0, 100.0), 5, 0.01, 50,
      Duration.ofSeconds(1), Duration.ofHours(1), List.of());

  @Test
  void fromTheFirstSignalToTheGoldenEntryEachGateHolds() throws Exception {
    Night night = new Night(Night.willing(), QUICK, "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    assertThat(night.now(incident).classification().orElseThrow().type())
        .isEqualTo(IncidentClass.PII_LEAK);
    assertThat(night.now(incident).severity()).isEqualTo(Severity.S1);
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.to().target()).isEqualTo("old"));
    String id = incident.id();
    assertThatThrownBy(() -> night.onCall.evaluate(id, "ann")).isInstanceOf(GateClosed.class)
        .hasMessageContaining("wire");

    night.pass(Duration.ofSeconds(2));
    for (int i = 0; i < 200; i++) {
      night.served("refund", "old", "acme");
    }
    night.round();
    assertThat(night.now(incident).state().word()).isEqualTo("contained");
    assertThatThrownBy(() -> night.onCall.fix(id, "ann", fix(FixKind.DATA_FIX)))
        .isInstanceOf(GateClosed.class);

    assertThat(night.onCall.evaluate(id, "ann").orElseThrow().state())
        .isInstanceOf(IncidentState.Fixing.class);
    night.onCall.fix(id, "ann", fix(FixKind.DATA_FIX));
    assertThatThrownBy(() -> night.keeper.verification().start(id, "ann"))
        .as("the golden set lacked the class, so a template must come")
        .isInstanceOf(GateClosed.class)
        .hasMessageContaining("new_template");
    night.onCall.fix(id, "ann", fix(FixKind.NEW_TEMPLATE));
    assertThat(night.keeper.verification().start(id, "ann").state().word()).isEqualTo("verifying");
    verified(night, incident);
    assertThat(night.now(incident).state().word()).isEqualTo("reviewing");
    assertThat(night.flips()).isEmpty();

    assertThatThrownBy(() -> night.onCall.close(id, "ann", "done")).isInstanceOf(GateClosed.class)
        .hasMessageContaining("golden entry")
        .hasMessageContaining("postmortem");
    night.golden = List.of("g-1");
    assertThat(night.onCall.postmortem(id, "ann", Map.of()).orElseThrow().missing()).isNotEmpty();
    assertThatThrownBy(() -> night.onCall.close(id, "ann", "done"))
        .hasMessageContaining("root cause");
    night.onCall.postmortem(id, "ann", Map.of("root_cause", "no tenant filter"));
    assertThat(night.onCall.close(id, "ann", "done").orElseThrow().state().word())
        .isEqualTo("closed");
    assertThat(night.log.audit()).as("an entry for every event")
        .hasSize(night.now(incident).events().size());
  }

  private static void verified(Night night, Incident incident) throws Exception {
    for (int step = 0; step < 10
        && night.now(incident).state() instanceof IncidentState.Verifying; step++) {
      for (int i = 0; i < 300; i++) {
        double value = 4 + (i % 3) * 0.4;
        night.served("refund", "old", "acme", Night.score("factual_grounding", value, null));
        night.served("refund", "live", "acme", Night.score("factual_grounding", value, null));
      }
      night.pass(Duration.ofSeconds(2));
      night.round();
    }
  }

  private static Happening.FixRecorded fix(FixKind kind) {
    return new Happening.FixRecorded(kind, "a tenant filter", "live", "c0ffee");
  }

  @Test
  void aFixThatIsWorseGoesBackToTheSafeTargetAndIsToBeMadeAgain() throws Exception {
    Night night = new Night(Night.willing(), QUICK, "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    night.onCall.waive(incident.id(), "ann", "the wire is quiet");
    night.onCall.evaluate(incident.id(), "ann");
    night.onCall.fix(incident.id(), "ann", fix(FixKind.NEW_TEMPLATE));
    night.keeper.verification().start(incident.id(), "ann");
    for (int i = 0; i < 300; i++) {
      night.served("refund", "old", "acme", Night.score("factual_grounding", 4 + i % 2, null));
      night.served("refund", "live", "acme", Night.score("factual_grounding", 3 + i % 2, null));
    }
    night.pass(Duration.ofSeconds(2));
    night.round();
    assertThat(night.now(incident).state()).isInstanceOf(IncidentState.Fixing.class);
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.to().target()).isEqualTo("old"));
  }

  @Test
  void aSecondSignalJoinsAndAClosedIncidentReopens() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident first = night.take(night.drop("refund", "live", "factual_grounding", 11));
    night.pass(Duration.ofMinutes(3));
    FailureCluster cluster = new FailureCluster("c-7", "refund", "empty retrieval block",
        "retrieval", "empty_retrieval", "empty_retrieval", List.of("a", "b"), List.of("a", "b"),
        List.of(
            new FailureCluster.Contrast("empty_retrieval", "true", 0.94, 0.003, 300, 0.9, 0.001)),
        night.millis.get() * 1_000, night.millis.get() * 1_000, "v1");
    Incident joined = night.take(new Signal.Clustered(cluster, night.millis.get()));
    assertThat(joined.id()).isEqualTo(first.id());
    Incident other = night.take(night.leak("refund", "live"));
    assertThat(other.id()).as("a leak is another trouble").isNotEqualTo(first.id());

    night.onCall.merge(other.id(), first.id(), "ann", "the same night");
    assertThat(night.now(other).state().word()).isEqualTo("merged");
    night.pass(Duration.ofHours(3));
    Incident later = night.take(night.leak("refund", "live"));
    assertThat(later.id()).isNotEqualTo(other.id());
  }

  @Test
  void incidentsOfOneMillisecondHaveIdsOfTheirOwn() throws Exception {
    Night night = new Night(Night.willing());
    Set<String> ids = new HashSet<>();
    for (int route = 0; route < 1_000; route++) {
      ids.add(night.take(night.leak("r" + route, "live")).id());
    }
    assertThat(ids).hasSize(1_000);
  }

  @Test
  void failuresThatAreOnlyAlikeByTheirTextsOpenNothing() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    assertThat(night.intake.take(cluster(night, null, "topic"))).isEmpty();
    assertThat(night.intake.take(cluster(night, null, "prompt_version"))).isPresent();
    night = new Night(Night.willing(), "refund");
    assertThat(night.intake.take(cluster(night, "answer:c0ffee", "topic")))
        .as("what passes may say the same to the letter")
        .isEmpty();
    assertThat(night.intake.take(cluster(night, "empty_retrieval", "topic"))).isPresent();
  }

  private static Signal cluster(Night night, @Nullable String fingerprint, String apart) {
    return new Signal.Clustered(new FailureCluster("c-8", "refund", "opening hours", "other",
        "unknown", fingerprint, List.of("a"), List.of("a", "b"),
        List.of(new FailureCluster.Contrast(apart, "x", 0.9, 0.1, 8, 0.6, 0.001)),
        night.millis.get() * 1_000, night.millis.get() * 1_000, "v1"), night.millis.get());
  }

  @Test
  void thePersonsWordWinsAndIsKept() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.drop("refund", "live", "factual_grounding", 11));
    night.round();
    assertThat(night.now(incident).classification().orElseThrow().byHuman()).isFalse();
    night.onCall.triage(incident.id(), "ann", "it obeyed the customer", IncidentClass.JAILBREAK,
        Severity.S3);
    night.take(night.drop("refund", "live", "factual_grounding", 30));
    night.round();
    Happening.Classified word = night.now(incident).classification().orElseThrow();
    assertThat(word.type()).isEqualTo(IncidentClass.JAILBREAK);
    assertThat(word.severity()).isEqualTo(Severity.S3);
    night.onCall.triage(incident.id(), "ann", "a card number", IncidentClass.PII_LEAK, Severity.S3);
    assertThat(night.now(incident).severity()).as("a leak is S1 always").isEqualTo(Severity.S1);
  }

  @Test
  void whereThePlanSinksBesideTheGroundingItIsDriftAndNoInvention() throws Exception {
    for (boolean both : List.of(true, false)) {
      Night night = new Night(Night.willing(), "refund");
      Random random = new Random(1107);
      for (int i = 0; i < 300; i++) {
        marked(night, random, 0, 0);
      }
      night.pass(Duration.ofMinutes(30));
      for (int i = 0; i < 300; i++) {
        marked(night, random, 0.3, both ? 0.3 : 0);
      }
      Incident incident = night.take(night.drop("refund", "live", "factual_grounding", 8));
      night.round();
      assertThat(night.now(incident).classification().orElseThrow().type())
          .isEqualTo(both ? IncidentClass.DRIFT : IncidentClass.HALLUCINATION);
    }
  }

  private static void marked(Night night, Random random, double grounding, double plan) {
    night.served("refund", "live", "acme",
        Night.score("factual_grounding", 3.2 - grounding + 0.4 * random.nextGaussian(), null),
        Night.score("optimal_plan_execution", 3.2 - plan + 0.4 * random.nextGaussian(), null));
  }

  @Test
  void whatNobodyTakesIsEscalatedByItsSeverity() throws Exception {
    Night night = new Night(Night.willing(), "refund");
    Incident incident = night.take(night.leak("refund", "live"));
    night.round();
    night.pass(Duration.ofMinutes(4));
    night.round();
    assertThat(night.now(incident).all(Happening.Escalated.class)).isEmpty();
    night.pass(Duration.ofMinutes(1));
    night.round();
    night.round();
    assertThat(night.now(incident).all(Happening.Escalated.class)).hasSize(1);
    night.onCall.acknowledge(incident.id(), "ann", "mine");
    night.pass(Duration.ofHours(1));
    night.round();
    assertThat(night.now(incident).all(Happening.Escalated.class)).hasSize(1);
  }

  @Test
  void theThreeOutcomesAskForTheirFixes() {
    assertThat(Outcome.MISSED.needed()).containsExactly(FixKind.RUBRIC_TIGHTEN);
    assertThat(Outcome.ABSENT.needed()).containsExactly(FixKind.NEW_TEMPLATE);
    assertThat(Outcome.CAUGHT.needed()).contains(FixKind.PROMPT_ROLLBACK);
  }

  /// A detector speaks first of the rubric that happens to be worst; the golden set may have the class by the other.
  @Test
  void theRubricThatSankBesideTheOneThatWasNoticedIsExaminedToo() throws Exception {
    Night night = new Night(Night.willing(), QUICK, "refund");
    for (int i = 0; i < 60; i++) {
      night.served("refund", "live", "acme", Night.score("factual_grounding", 4 + i % 2, null),
          Night.score("optimal_plan_execution", 4 + i % 2, null),
          Night.score("privacy_and_safety", 4 + i % 2, null));
    }
    night.pass(Duration.ofMinutes(40));
    for (int i = 0; i < 60; i++) {
      night.served("refund", "live", "acme", Night.score("factual_grounding", 3 + i % 2, null),
          Night.score("optimal_plan_execution", 3 + i % 2, null),
          Night.score("privacy_and_safety", 4 + i % 2, null));
    }
    Incident incident = night.take(night.drop("refund", "live", "optimal_plan_execution", 6));
    night.round();
    night.onCall.waive(incident.id(), "ann", "a test");
    night.onCall.evaluate(incident.id(), "ann");
    assertThat(Objects.requireNonNull(night.examined).rubrics())
        .containsExactlyInAnyOrder("optimal_plan_execution", "factual_grounding");
  }
}
