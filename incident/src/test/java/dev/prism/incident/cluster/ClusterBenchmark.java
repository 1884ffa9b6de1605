package dev.prism.incident.cluster;

import dev.prism.incident.cluster.StabilityBenchmark.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// The figures of `docs/clusters.md`, as Markdown.
final class ClusterBenchmark {
  private final List<IntentTexts> corpora;
  private final StringBuilder out = new StringBuilder();

  ClusterBenchmark(List<IntentTexts> corpora) {
    this.corpora = corpora;
  }

  String text() {
    return out.toString();
  }

  /// One table per corpus.
  Map<String, List<PlantedScore>> texts(int draws, long seed) {
    Map<String, List<PlantedScore>> last = Map.of();
    for (IntentTexts corpus : corpora) {
      line("", "Texts alone, " + corpus.name() + ", " + draws + " draws:", "",
          "| method | main F1 | precision | recall | found (F1 > 0.5) | junk clusters |",
          "|---|---|---|---|---|---|");
      last = new TextBenchmark(corpus).run(draws, seed);
      last.forEach((method,
          scores) -> line("| " + method + " | " + mean(scores, PlantedScore::f1) + " | "
              + mean(scores, PlantedScore::precision) + " | " + mean(scores, PlantedScore::recall)
              + " | " + mean(scores, s -> s.f1() > 0.5 ? 1.0 : 0.0) + " | "
              + mean(scores, s -> (double) s.junk()) + " |"));
    }
    return last;
  }

  List<ScenarioBenchmark.Outcome> scenarios(List<Scenario> scenarios, long seed) {
    List<ScenarioBenchmark.Outcome> all = new ScenarioBenchmark(corpora, true).run(scenarios, seed);
    List<ScenarioBenchmark.Outcome> possible = all.stream()
        .filter(ScenarioBenchmark.Outcome::isPossible)
        .toList();
    line("",
        all.size() + " planted incidents, one hour of each; in " + (all.size() - possible.size())
            + " fewer than " + ScenarioBenchmark.FEWEST
            + " planted failures were seen, so that nothing can form. The other " + possible.size()
            + ":",
        "",
        "| incidents | n | F1, all tiers | precision | recall | junk clusters | F1 without fingerprints | F1 of texts alone |",
        "|---|---|---|---|---|---|---|---|");
    row("a check names the cause", possible, o -> o.scenario().signature() != null);
    row("only a judge can tell", possible, o -> o.scenario().signature() == null);
    row("all", possible, _ -> true);
    line("",
        "| planted attribute in the contrast | n | of the cluster, first | of the cluster, top 3 | of all failures of the route, top 3 |",
        "|---|---|---|---|---|");
    contrast("one part of the traffic fails", possible, o -> o.scenario().hasContrast());
    contrast("… and a check names the cause", possible,
        o -> o.scenario().hasContrast() && o.scenario().signature() != null);
    contrast("… and only a judge can tell", possible,
        o -> o.scenario().hasContrast() && o.scenario().signature() == null);
    contrast("all of the traffic fails alike", possible, o -> !o.scenario().hasContrast());
    return all;
  }

  private void row(String name, List<ScenarioBenchmark.Outcome> all,
      Predicate<ScenarioBenchmark.Outcome> which) {
    List<ScenarioBenchmark.Outcome> of = all.stream().filter(which).toList();
    line("| " + name + " | " + of.size() + " | " + mean(of, o -> o.full().f1()) + " | "
        + mean(of, o -> o.full().precision()) + " | " + mean(of, o -> o.full().recall()) + " | "
        + mean(of, o -> (double) o.full().junk()) + " | " + mean(of, o -> o.noSigns().f1()) + " | "
        + mean(of, o -> o.texts().f1()) + " |");
  }

  private void contrast(String name, List<ScenarioBenchmark.Outcome> all,
      Predicate<ScenarioBenchmark.Outcome> which) {
    List<ScenarioBenchmark.Outcome> of = all.stream().filter(which).toList();
    line("| " + name + " | " + of.size() + " | " + mean(of, o -> top(o.rank(), 1)) + " | "
        + mean(of, o -> top(o.rank(), 3)) + " | " + mean(of, o -> top(o.overall(), 3)) + " |");
  }

  static double top(int rank, int limit) {
    return rank > 0 && rank <= limit ? 1 : 0;
  }

  /// Hours in which nothing was planted.
  void nulls(List<Scenario> nulls, long seed) {
    List<Double> signs = new ArrayList<>();
    List<Double> cohorts = new ArrayList<>();
    List<Double> texts = new ArrayList<>();
    for (int i = 0; i < nulls.size(); i++) {
      Scenario.Window window = nulls.get(i)
          .window(corpora.get(i % corpora.size()), new Random(seed + i));
      List<ClusterDraft> drafts = new Grouping(ClusterSettings.DEFAULT)
          .run(window.failing(), window.passing())
          .drafts();
      signs.add(count(drafts, d -> d.signature() != null && !isCohort(d)));
      cohorts.add(count(drafts, ClusterBenchmark::isCohort));
      texts.add(count(drafts, d -> d.signature() == null));
    }
    line("",
        "Nothing planted, " + nulls.size() + " hours with the same background: clusters by"
            + " fingerprint " + Estimate.of(signs) + ", by cohort " + Estimate.of(cohorts)
            + ", by texts " + Estimate.of(texts) + " an hour.");
  }

  private static boolean isCohort(ClusterDraft draft) {
    String signature = draft.signature();
    return signature != null && signature.startsWith(Cohorts.PREFIX);
  }

  private static double count(List<ClusterDraft> drafts, Predicate<ClusterDraft> which) {
    return drafts.stream().filter(which).count();
  }

  /// @return share of runs in which the id stayed, over all corpora
  double stability(int draws, long seed) {
    line("",
        "| ids of a group of texts, window moving on by ten minutes | pairs of runs | kept its id | ids in three hours |",
        "|---|---|---|---|");
    double worst = 1;
    for (IntentTexts corpus : corpora) {
      List<Outcome> outcomes = IntStream.range(0, draws)
          .mapToObj(i -> new StabilityBenchmark(corpus).run(seed + i))
          .toList();
      int pairs = outcomes.stream().mapToInt(Outcome::pairs).sum();
      int same = outcomes.stream().mapToInt(Outcome::same).sum();
      double kept = pairs == 0 ? 0 : (double) same / pairs;
      worst = Math.min(worst, kept);
      line("| " + corpus.name() + ", " + draws + " draws | " + pairs + " | "
          + String.format(Locale.ROOT, "%.3f", kept) + " | "
          + mean(outcomes.stream().filter(o -> o.ids() > 0).toList(), o -> (double) o.ids())
          + " |");
    }
    return worst;
  }

  private static <T> Estimate mean(List<T> of, Function<T, Double> value) {
    return Estimate.of(of.stream().map(value).toList());
  }

  private void line(String... lines) {
    for (String line : lines) {
      out.append(line).append('\n');
    }
  }
}
