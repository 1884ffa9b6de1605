package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.routing.ChangeNote;
import dev.prism.routing.Flip;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.FlipTo;
import dev.prism.routing.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two incidents of one route at once: what the flip of the first does for the second.
class CoveredTest {
  private static ContainSettings withRails(List<String> leaks) {
    ContainSettings usual = Night.willing();
    return new ContainSettings(usual.mode(), usual.classes(),
        Map.of("pii-leak", leaks, "jailbreak", List.of("attacks")), Map.of(), usual.coverPercent(),
        usual.capPercent(), usual.capRoutes(), usual.cooldown(), usual.latch(), usual.ttl(),
        usual.manualTtl(), usual.confirm());
  }

  /// A night in which rails against attacks were put on the route, and then it leaks.
  private static Night attackThenLeak(List<String> leaks) throws Exception {
    Night night = new Night(withRails(leaks), "refund");
    night.take(night.check("refund", "live", "instruction_adherence", "jailbreak"));
    night.round();
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.to().rails()).containsExactly("attacks"));
    night.take(night.leak("refund", "live"));
    night.round();
    return night;
  }

  private static Incident of(Night night, IncidentClass type) throws Exception {
    return night.log.list(IncidentLog.Filter.ALL, 10)
        .stream()
        .filter(it -> it.classification().orElseThrow().type() == type)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLeakTakesThePlaceOfRailsAgainstSomethingElseAndKeepsThem() throws Exception {
    Night night = attackThenLeak(List.of("no-leaks"));
    Incident leak = of(night, IncidentClass.PII_LEAK);
    assertThat(night.flips()).singleElement().satisfies(flip -> {
      assertThat(flip.incident()).isEqualTo(leak.id());
      assertThat(flip.to().target()).isEqualTo("old");
      assertThat(flip.to().rails()).containsExactly("no-leaks", "attacks");
    });

    night.round();
    night.pass(Duration.ofSeconds(3));
    night.round();
    Incident attack = of(night, IncidentClass.JAILBREAK);
    assertThat(attack.flips()).isEmpty();
    assertThat(attack.automationOn()).as("no other hand took it back").isTrue();
    assertThat(attack.last(Happening.Considered.class).orElseThrow().course()).isEqualTo("covered");
  }

  @Test
  void whatIsNoS1WaitsForAPersonThere() throws Exception {
    Night night = new Night(withRails(List.of("no-leaks")), "refund");
    night.take(night.check("refund", "live", "instruction_adherence", "jailbreak"));
    night.round();
    Incident invention = night.take(night.check("refund", "live", "factual_grounding", "support"));
    night.round();
    assertThat(night.now(invention).severity()).isNotEqualTo(Severity.S1);
    Happening.Considered decided = night.now(invention)
        .last(Happening.Considered.class)
        .orElseThrow();
    assertThat(decided.course()).isEqualTo("suggest");
    assertThat(decided.rule()).contains("does nothing about this");
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.to().rails()).containsExactly("attacks"));
  }

  @Test
  void thePersonWhoPutTheRailsThereIsAsked() throws Exception {
    Night night = new Night(withRails(List.of("no-leaks")), "refund");
    night.control.flip(new FlipRequest("refund", new FlipTo(null, null, List.of("attacks")),
        Scope.ALL, null, Flip.InFlight.FINISH), ChangeNote.of("ann", "I have it"));
    Incident leak = night.take(night.leak("refund", "live"));
    night.round();
    assertThat(night.now(leak).last(Happening.Considered.class).orElseThrow().course())
        .isEqualTo("suggest");
    assertThat(night.flips()).singleElement()
        .satisfies(flip -> assertThat(flip.author()).isEqualTo("ann"));
  }
}
