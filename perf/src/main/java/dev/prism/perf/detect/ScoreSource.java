package dev.prism.perf.detect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Scores of 0 to 100 to draw from, by model and topic. WildBench's tasks are not sorted by topic, so ten topics are
/// made of them: the tasks in the order of how well the *other* models did, with noise of 30 points added, cut in
/// ten. So topics differ as topics do: their means have a standard deviation of some 6 points beside the 19 of single
/// scores, and a topic that is hard for one model is mostly hard for the next.
public final class ScoreSource {
  /// The model whose answers are usual.
  static final String USUAL = "gpt-3.5-turbo-0125";
  private static final String JUDGE = "gpt-4o-2024-05-13";
  private static final String VERSION = "v2.0625";
  private static final double STEP = 100 / 9.0;
  private static final double TOPIC_NOISE = 30;
  private static final int TASKS = 1_000;
  private static final long SEED = 20_261_127;

  private final Map<String, int[][]> scores;
  private final Topics topics;

  private ScoreSource(Map<String, int[][]> scores) {
    this.scores = scores;
    topics = new Topics(Arrays.stream(of(USUAL))
        .mapToDouble(all -> Arrays.stream(all).average().orElse(0))
        .toArray());
  }

  /// Reads the scores of WildBench's judges.
  static ScoreSource wildBench(Path csv) throws IOException {
    Map<String, Map<String, Integer>> read = new TreeMap<>();
    for (String line : Files.readAllLines(csv, StandardCharsets.UTF_8)) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(VERSION) && cells[1].equals(JUDGE)) {
        read.computeIfAbsent(cells[2], _ -> new TreeMap<>())
            .put(cells[3], (int) Math.round((Integer.parseInt(cells[4]) - 1) * STEP));
      }
    }
    return cut(read);
  }

  /// @param read scores by model and task
  private static ScoreSource cut(Map<String, Map<String, Integer>> read) {
    SplittableRandom random = new SplittableRandom(SEED);
    Map<String, Double> ease = new HashMap<>();
    for (String task : read.getOrDefault(USUAL, Map.of()).keySet()) {
      ease.put(task,
          read.entrySet()
              .stream()
              .filter(each -> !each.getKey().equals(USUAL) && each.getValue().containsKey(task))
              .mapToInt(each -> each.getValue().get(task))
              .average()
              .orElse(0) + TOPIC_NOISE * random.nextGaussian());
    }
    List<String> tasks = ease.keySet().stream().sorted(Comparator.comparing(ease::get)).toList();
    Map<String, int[][]> scores = new HashMap<>();
    read.forEach((model, all) -> {
      int[][] byTopic = new int[Topics.COUNT][];
      for (int topic = 0; topic < Topics.COUNT; topic++) {
        byTopic[topic] = tasks
            .subList(topic * tasks.size() / Topics.COUNT, (topic + 1) * tasks.size() / Topics.COUNT)
            .stream()
            .filter(all::containsKey)
            .mapToInt(all::get)
            .toArray();
      }
      scores.put(model, byTopic);
    });
    return new ScoreSource(scores);
  }

  /// Made up, in the likeness of a judge's: for machines without the real ones.
  static ScoreSource synthetic() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] hardness = random.doubles(TASKS).toArray();
    Map<String, Map<String, Integer>> made = new TreeMap<>();
    int[][] shares = {{0, 1, 4, 10, 9, 14, 21, 34, 6, 1}, {1, 2, 7, 12, 12, 15, 20, 26, 4, 1},
        {4, 6, 14, 15, 14, 13, 14, 16, 3, 1}};
    String[] names = {USUAL, "Phi-3-mini-128k-instruct", "gemma-7b-it"};
    for (int i = 0; i < names.length; i++) {
      double[] place = Arrays.stream(hardness).map(hard -> hard + random.nextDouble()).toArray();
      List<Integer> order = IntStream.range(0, TASKS)
          .boxed()
          .sorted(Comparator.comparingDouble(task -> place[task]))
          .toList();
      int all = Arrays.stream(shares[i]).sum();
      Map<String, Integer> drawn = new TreeMap<>();
      int value = 0;
      int upTo = shares[i][0];
      for (int rank = 0; rank < TASKS; rank++) {
        while ((long) rank * all >= (long) upTo * TASKS) {
          upTo += shares[i][++value];
        }
        drawn.put("t%04d".formatted(order.get(rank)), (int) Math.round(value * STEP));
      }
      made.put(names[i], drawn);
    }
    return cut(made);
  }

  /// How topics are mixed.
  Topics topics() {
    return topics;
  }

  int draw(String model, int topic, SplittableRandom random) {
    int[] all = of(model)[topic];
    return all[random.nextInt(all.length)];
  }

  private int[][] of(String model) {
    int[][] all = scores.get(model);
    if (all == null) {
      throw new IllegalArgumentException("there are no scores of " + model);
    }
    return all;
  }
}
