package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static Happening.Considered leakBehindRailsAgainstAttacks(List<String> leaks)
      throws Exception {
    Night night = new Night(withRails(leaks), "refund");
    night.take(night.check("refund", "live", "instruction_adherence", "jailbreak"));
    night.round();
    assertThat(night.flips()).hasSize(1);
    Incident leak = night.take(night.leak("refund", "live"));
    night.round();
    return night.now(leak).last(Happening.Considered.class).orElseThrow();
  }

  @Test
  void aLeakIsNotCoveredByRailsAgainstSomethingElse() throws Exception {
    Happening.Considered decided = leakBehindRailsAgainstAttacks(List.of("no-leaks"));
    assertThat(decided.course()).isEqualTo("suggest");
    assertThat(decided.rule()).contains("does nothing about this");
  }
}
