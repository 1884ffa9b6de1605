package dev.prism.incident.cluster;

import dev.prism.testing.SharedData;
import java.util.List;

final class QuickBench {
  private QuickBench() {}

  public static void main(String[] arguments) {
    List<Scenario> scenarios = SharedData.lines("data/incident/scenarios-dev.jsonl").stream().filter(l -> !l.path("truth_class").asString().equals("none")).map(Scenario::of).toList();
    long start = System.nanoTime();
    for (ScenarioBenchmark.Outcome o : new ScenarioBenchmark(List.of(IntentTexts.clinc().orElseThrow(), IntentTexts.banking().orElseThrow())).run(scenarios, 500)) {
      System.out.printf("%s %-38s %-15s share %.3f fail %.3f rate %4.0f j %.2f vis %4d full %.2f p %.2f r %.2f nosign %.2f texts %.2f rank %d overall %d%n", o.scenario().id(), o.scenario().cause(), o.scenario().attribute(), o.scenario().share(), o.scenario().failing(), o.scenario().perMinute(), o.scenario().judged(), o.visible(), o.full().f1(), o.full().precision(), o.full().recall(), o.noSigns().f1(), o.texts().f1(), o.rank(), o.overall());
    }
    System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
  }
}
