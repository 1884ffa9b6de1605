package dev.prism.incident.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContrastTableTest {
  /// Newcombe 1998, table II, example (a): 56 of 70 against 48 of 80 gives 0.0524 to 0.3339.
  @Test
  void theBoundIsThatOfThePublishedExample() {
    assertThat(new Shares(56, 70, 48, 80).lowerBound()).isCloseTo(0.0524, within(5e-5));
    assertThat(new Shares(10, 10, 0, 20).lowerBound()).isCloseTo(0.6791, within(5e-5));
  }

  /// The lady who tastes tea: 3 of 4 against 1 of 4 has a chance of 17/70.
  @Test
  void theChanceIsFishers() {
    assertThat(new Shares(3, 4, 1, 4).chance()).isCloseTo(17.0 / 70, within(1e-9));
    assertThat(new Shares(0, 5, 3, 5).chance()).isCloseTo(1, within(1e-9));
    assertThat(new Shares(2_000, 2_000, 10, 2_000).chance()).isLessThan(1e-300);
  }

  @Test
  void thePlantedValueComesFirstAndChanceFindsNothing() {
    Random random = new Random(11);
    List<Map<String, String>> failing = facts(random, 60);
    List<Map<String, String>> passing = facts(random, 600);
    assertThat(ContrastTable.of(failing, passing)).as("nothing planted").isEmpty();
    for (int i = 0; i < 40; i++) {
      failing.get(i).put("index", "v7");
    }
    for (int i = 0; i < 6; i++) {
      passing.get(i).put("index", "v7");
    }
    Contrast first = ContrastTable.of(failing, passing).getFirst();
    assertThat(first.attribute()).isEqualTo("index");
    assertThat(first.value()).isEqualTo("v7");
    assertThat(first.failingShare()).isCloseTo(40 / 60.0, within(1e-9));
    assertThat(first.passingShare()).isCloseTo(0.01, within(1e-9));
    assertThat(first.lift()).isBetween(50.0, 70.0);
    assertThat(first.lowerBound()).isBetween(0.5, 0.66);
  }

  @Test
  void aPairIsShownWhereOnlyBothTogetherFail() {
    Random random = new Random(12);
    List<Map<String, String>> passing = facts(random, 800);
    for (int i = 0; i < 800; i++) {
      passing.get(i).put("tier", i % 2 == 0 ? "gold" : "free");
      passing.get(i).put("region", i / 2 % 2 == 0 && i % 2 == 1 ? "eu" : i % 2 == 0 ? "us" : "eu");
    }
    List<Map<String, String>> failing = facts(random, 60);
    failing.forEach(facts -> {
      facts.put("tier", "gold");
      facts.put("region", "eu");
    });
    assertThat(ContrastTable.of(failing, passing).getFirst().attribute())
        .isEqualTo("region & tier");
  }

  @Test
  void falseDiscoveriesStayBelowTheirRate() {
    int found = 0;
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      found += ContrastTable.of(facts(random, 80), facts(random, 400)).isEmpty() ? 0 : 1;
    }
    assertThat(found).as("tables with anything in them, of 100").isLessThanOrEqualTo(10);
  }

  @Test
  void withoutTracesOfOneKindThereIsNoTable() {
    assertThat(ContrastTable.of(List.of(), List.of(Map.of("a", "b")))).isEmpty();
    assertThat(ContrastTable.of(List.of(Map.of("a", "b")), List.of())).isEmpty();
  }

  private static List<Map<String, String>> facts(Random random, int count) {
    List<Map<String, String>> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> facts = new TreeMap<>();
      for (String name : List.of("tier", "region", "locale", "tool", "turn")) {
        facts.put(name, name + random.nextInt(5));
      }
      all.add(facts);
    }
    return all;
  }
}
