package dev.prism.incident.cluster;

import java.util.List;

final class QuickBench {
  private QuickBench() {}

  public static void main(String[] arguments) {
    int draws = Integer.parseInt(arguments[0]);
    for (IntentTexts corpus : List.of(IntentTexts.own(), IntentTexts.clinc().orElseThrow(),
        IntentTexts.banking().orElseThrow())) {
      long start = System.nanoTime();
      new TextBenchmark(corpus).run(draws, 100).forEach((method, scores) -> System.out.println(
          corpus.name() + " | " + method + " | F1 "
              + Estimate.of(scores.stream().map(PlantedScore::f1).toList()) + " | P "
              + Estimate.of(scores.stream().map(PlantedScore::precision).toList()) + " | R "
              + Estimate.of(scores.stream().map(PlantedScore::recall).toList()) + " | junk "
              + Estimate.of(scores.stream().map(s -> (double) s.junk()).toList())));
      System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
    }
  }
}
