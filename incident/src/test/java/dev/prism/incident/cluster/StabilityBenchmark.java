package dev.prism.incident.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A group of texts that goes on for three hours while the window of one hour moves over it: how often the group
/// that finds it best has the id that it had ten minutes before.
final class StabilityBenchmark {
  private static final int RUNS = 18;
  private static final long STEP_MILLIS = 600_000;
  private static final int PASSING = 60;
  private static final double FOUND = 0.5;
  private final IntentTexts corpus;

  StabilityBenchmark(IntentTexts corpus) {
    this.corpus = corpus;
  }

  /// @param same  runs in which it kept its id, of those in which it was found twice in a row
  /// @param pairs how many those are
  /// @param ids   different ids in all
  record Outcome(int same, int pairs, int ids) {}

  Outcome run(long seed) {
    Random random = new Random(seed);
    List<String> intents = corpus.names();
    String planted = intents.get(random.nextInt(intents.size()));
    RouteClusters route = new RouteClusters("refund", ClusterSettings.DEFAULT, Taxonomy.standard());
    Set<String> ofPlanted = new HashSet<>();
    Set<String> ids = new HashSet<>();
    String before = "";
    int same = 0;
    int pairs = 0;
    int number = 0;
    for (int run = 0; run < RUNS; run++) {
      long now = run * STEP_MILLIS;
      for (int i = 0; i < 25; i++) {
        boolean main = i < 8;
        String intent = main ? planted : intents.get(random.nextInt(intents.size()));
        String id = "t" + number++;
        if (main) {
          ofPlanted.add(id);
        }
        route.fail(
            new FailingTrace(id, now * 1_000, text(intent, random), null, Set.of(), Map.of()), now);
      }
      for (int i = 0; i < PASSING; i++) {
        if (route.window.wants(now * 1_000, 1, now)) {
          route.window.pass(new PassingTrace("p" + number++, now * 1_000,
              text(intents.get(random.nextInt(intents.size())), random), Map.of()));
        }
      }
      route.run(now);
      String found = found(route, ofPlanted);
      if (!found.isEmpty()) {
        ids.add(found);
        pairs += before.isEmpty() ? 0 : 1;
        same += found.equals(before) ? 1 : 0;
      }
      before = found;
    }
    return new Outcome(same, pairs, ids.size());
  }

  private static String found(RouteClusters route, Set<String> planted) {
    Set<String> here = new HashSet<>(planted);
    here.retainAll(route.window.failing().stream().map(FailingTrace::id).toList());
    String best = "";
    double most = FOUND;
    for (ClusterReport report : route.reports()) {
      double f1 = PlantedScore.of(List.of(report.cluster().members()), here, here).f1();
      if (f1 > most) {
        most = f1;
        best = report.cluster().id();
      }
    }
    return best;
  }

  private String text(String intent, Random random) {
    List<String> texts = new ArrayList<>(corpus.intents().getOrDefault(intent, List.of()));
    return texts.get(random.nextInt(texts.size()));
  }
}
