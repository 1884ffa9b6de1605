package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// Each scenario's hour, grouped in several ways.
final class ScenarioBenchmark {
  static final int FEWEST = 5;
  private final List<IntentTexts> corpora;
  private final boolean whole;

  /// @param whole whether to group each hour without signatures and by texts alone too
  ScenarioBenchmark(List<IntentTexts> corpora, boolean whole) {
    this.corpora = corpora;
    this.whole = whole;
  }

  /// What came of one.
  ///
  /// @param visible planted failures that somebody saw
  /// @param full    all tiers
  /// @param noSigns without signatures
  /// @param texts   texts alone
  /// @param rank    of the planted attribute in the contrast of the best cluster, 0 when it is not there
  /// @param overall rank in the contrast of all failures of the route
  record Outcome(
      Scenario scenario,
      int visible,
      PlantedScore full,
      PlantedScore noSigns,
      PlantedScore texts,
      int rank,
      int overall) {
    boolean isPossible() {
      return visible >= FEWEST;
    }
  }

  List<Outcome> run(List<Scenario> scenarios, long seed) {
    return IntStream.range(0, scenarios.size())
        .mapToObj(
            i -> outcome(scenarios.get(i), corpora.get(i % corpora.size()), new Random(seed + i)))
        .toList();
  }

  private Outcome outcome(Scenario scenario, IntentTexts corpus, Random random) {
    Scenario.Window window = scenario.window(corpus, random);
    Set<String> planted = window.planted();
    if (planted.size() < FEWEST) {
      PlantedScore nothing = new PlantedScore(0, 0, 0, 0);
      return new Outcome(scenario, planted.size(), nothing, nothing, nothing, 0, 0);
    }
    Grouping grouping = new Grouping(ClusterSettings.DEFAULT);
    List<ClusterDraft> full = grouping.run(window.failing(), window.passing()).drafts();
    List<FailingTrace> unsigned = window.failing()
        .stream()
        .map(t -> new FailingTrace(t.id(), t.startedMicros(), t.text(), null, t.rubrics(),
            t.facts()))
        .toList();
    List<ClusterDraft> noSigns = whole
        ? grouping.run(unsigned, window.passing()).drafts()
        : List.of();
    List<ClusterDraft> texts = whole ? grouping.run(unsigned, List.of()).drafts() : List.of();
    List<FailingTrace> best = full.stream()
        .map(ClusterDraft::members)
        .max(Comparator.comparingDouble(members -> score(List.of(members), planted).f1()))
        .orElse(List.of());
    return new Outcome(scenario, planted.size(), scoreOf(full, planted), scoreOf(noSigns, planted),
        scoreOf(texts, planted), rank(best, window.passing(), scenario),
        rank(window.failing(), window.passing(), scenario));
  }

  private static PlantedScore scoreOf(List<ClusterDraft> drafts, Set<String> planted) {
    return score(drafts.stream().map(ClusterDraft::members).toList(), planted);
  }

  private static PlantedScore score(List<List<FailingTrace>> groups, Set<String> planted) {
    List<List<String>> ids = new ArrayList<>();
    groups.forEach(group -> ids.add(group.stream().map(FailingTrace::id).toList()));
    return PlantedScore.of(ids, planted, planted);
  }

  private static int rank(List<FailingTrace> failing, List<PassingTrace> passing,
      Scenario scenario) {
    List<Map<String, String>> facts = failing.stream().map(FailingTrace::facts).toList();
    List<Contrast> table = ContrastTable.of(facts,
        passing.stream().map(PassingTrace::facts).toList());
    for (int i = 0; i < table.size(); i++) {
      Contrast row = table.get(i);
      if (row.attribute().equals(scenario.attribute()) && row.value().equals("planted")) {
        return i + 1;
      }
    }
    return 0;
  }
}
