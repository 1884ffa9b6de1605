package dev.prism.incident.cluster;

import dev.prism.incident.cluster.hdbscan.DensitySettings;
import dev.prism.incident.cluster.hdbscan.Hdbscan;
import dev.prism.incident.cluster.hdbscan.WeightedPoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/// The shape of an incident, by texts alone: 47 failing traces of one intent, 12 of a second, 90 scattered
/// ones; which method finds the 47?
final class TextBenchmark {
  private static final int MAIN = 47;
  private static final int SECOND = 12;
  private static final int SCATTERED = 90;
  private static final int PASSING = 1_000;
  private final IntentTexts corpus;
  private final Map<String, List<PlantedScore>> scores = new LinkedHashMap<>();

  TextBenchmark(IntentTexts corpus) {
    this.corpus = corpus;
  }

  /// Traces of one draw: ids by place, texts, and the intents.
  private record Draw(
      List<String> ids,
      List<String> texts,
      Set<String> planted,
      Set<String> any,
      int intents,
      TextSpace space) {}

  Map<String, List<PlantedScore>> run(int draws, long seed) {
    for (int i = 0; i < draws; i++) {
      Random random = new Random(seed + i);
      Draw draw = draw(random);
      double[][] places = draw.texts().stream().map(draw.space()::place).toArray(double[][]::new);
      score("density 5/3 with rescue", draw, ours(draw, ClusterSettings.DEFAULT));
      score("density 5/3", draw, density(places, DensitySettings.DEFAULT));
      score("density 2/1 (the reference product's)", draw, density(places, DensitySettings.FINE));
      score("density 8/4", draw, density(places, new DensitySettings(8, 4, 1e-6)));
      score("average link, cosine < 0.7", draw, linked(places, 0.7));
      score("average link, cosine < 0.8", draw, linked(places, 0.8));
      score("k-means, true k", draw, PlainMethods.kMeans(places, draw.intents(), random));
    }
    return scores;
  }

  private void score(String method, Draw draw, int[] labels) {
    scores.computeIfAbsent(method, _ -> new ArrayList<>())
        .add(PlantedScore.of(PlantedScore.groups(draw.ids(), labels), draw.planted(), draw.any()));
  }

  private static int[] density(double[][] places, DensitySettings settings) {
    Hdbscan found = new Hdbscan(WeightedPoints.of(places), settings);
    return IntStream.range(0, places.length).map(found::label).toArray();
  }

  private static int[] linked(double[][] places, double limit) {
    int[] weights = new int[places.length];
    Arrays.fill(weights, 1);
    return AverageLink.labels(places, weights, limit, 5);
  }

  private static int[] ours(Draw draw, ClusterSettings settings) {
    List<FailingTrace> traces = IntStream.range(0, draw.ids().size())
        .mapToObj(i -> new FailingTrace(draw.ids().get(i), i, draw.texts().get(i), null, Set.of(),
            Map.of()))
        .toList();
    int[] labels = new int[traces.size()];
    Arrays.fill(labels, -1);
    List<ClusterDraft> drafts = new LikeTexts(settings, draw.space(), traces).drafts();
    for (int c = 0; c < drafts.size(); c++) {
      for (FailingTrace member : drafts.get(c).members()) {
        labels[draw.ids().indexOf(member.id())] = c;
      }
    }
    return labels;
  }

  private Draw draw(Random random) {
    List<String> intents = new ArrayList<>(corpus.names());
    Collections.shuffle(intents, random);
    List<String> texts = new ArrayList<>();
    texts.addAll(some(intents.get(0), MAIN, random));
    texts.addAll(some(intents.get(1), SECOND, random));
    Set<String> seen = new HashSet<>(intents.subList(0, 2));
    for (int i = 0; i < SCATTERED; i++) {
      String intent = intents.get(2 + random.nextInt(intents.size() - 2));
      seen.add(intent);
      texts.addAll(some(intent, 1, random));
    }
    List<String> ids = IntStream.range(0, texts.size()).mapToObj(i -> "t" + i).toList();
    List<String> fit = new ArrayList<>(texts);
    List<String> all = corpus.all();
    random.ints(PASSING, 0, all.size()).forEach(i -> fit.add(all.get(i)));
    return new Draw(ids, texts, Set.copyOf(ids.subList(0, MAIN)),
        Set.copyOf(ids.subList(0, MAIN + SECOND)), seen.size(), new TextSpace(fit));
  }

  private List<String> some(String intent, int count, Random random) {
    List<String> texts = new ArrayList<>(corpus.intents().getOrDefault(intent, List.of()));
    Collections.shuffle(texts, random);
    return texts.subList(0, count);
  }
}
