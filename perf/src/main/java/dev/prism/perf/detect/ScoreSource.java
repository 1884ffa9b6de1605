package dev.prism.perf.detect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Scores of 0 to 100 to draw from, by model and judge.
public final class ScoreSource {
  /// The model whose answers are usual.
  static final String USUAL = "gpt-3.5-turbo-0125";
  static final String OTHER_JUDGE = "gpt-4-turbo-2024-04-09";
  private static final String JUDGE = "gpt-4o-2024-05-13";
  private static final String VERSION = "v2.0625";
  private static final double STEP = 100 / 9.0;

  private final Map<String, int[]> scores;
  private final Map<String, boolean[]> empty;

  private ScoreSource(Map<String, int[]> scores, Map<String, boolean[]> empty) {
    this.scores = scores;
    this.empty = empty;
  }

  /// Reads the scores of WildBench's judges.
  static ScoreSource wildBench(Path csv) throws IOException {
    Map<String, List<int[]>> read = new HashMap<>();
    for (String line : Files.readAllLines(csv, StandardCharsets.UTF_8)) {
      String[] cells = line.split(",", -1);
      boolean own = cells[0].equals(VERSION) && cells[1].equals(JUDGE);
      boolean other = cells[1].equals(OTHER_JUDGE);
      if (own || other) {
        String name = own ? cells[2] : cells[1] + "/" + cells[2];
        int points = (int) Math.round((Integer.parseInt(cells[4]) - 1) * STEP);
        read.computeIfAbsent(name, _ -> new ArrayList<>())
            .add(new int[]{points, Integer.parseInt(cells[5])});
      }
    }
    Map<String, int[]> scores = new HashMap<>();
    Map<String, boolean[]> empty = new HashMap<>();
    read.forEach((name, rows) -> {
      scores.put(name, rows.stream().mapToInt(row -> row[0]).toArray());
      boolean[] flags = new boolean[rows.size()];
      for (int i = 0; i < flags.length; i++) {
        flags[i] = rows.get(i)[1] != 0;
      }
      empty.put(name, flags);
    });
    return new ScoreSource(scores, empty);
  }

  /// Made up, in the likeness of a judge's: for machines without the real ones.
  static ScoreSource synthetic() {
    Map<String, int[]> scores = new HashMap<>();
    Map<String, boolean[]> empty = new HashMap<>();
    int[][] shares = {{0, 1, 4, 10, 9, 14, 21, 34, 6, 1}, {1, 2, 7, 12, 12, 15, 20, 26, 4, 1},
        {4, 6, 14, 15, 14, 13, 14, 16, 3, 1}, {0, 0, 2, 7, 7, 13, 22, 39, 9, 1}};
    String[] names = {USUAL, "Phi-3-mini-128k-instruct", "gemma-7b-it", OTHER_JUDGE + "/" + USUAL};
    for (int i = 0; i < names.length; i++) {
      List<Integer> drawn = new ArrayList<>();
      for (int value = 0; value < shares[i].length; value++) {
        for (int n = 0; n < shares[i][value]; n++) {
          drawn.add((int) Math.round(value * STEP));
        }
      }
      scores.put(names[i], drawn.stream().mapToInt(Integer::intValue).toArray());
      empty.put(names[i], new boolean[drawn.size()]);
    }
    return new ScoreSource(scores, empty);
  }

  boolean has(String model) {
    return scores.containsKey(model);
  }

  int draw(String model, SplittableRandom random) {
    int[] all = scores(model);
    return all[random.nextInt(all.length)];
  }

  /// The share of a model's answers that are empty.
  double emptyShare(String model) {
    boolean[] flags = empty.getOrDefault(model, new boolean[1]);
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return (double) count / flags.length;
  }

  double mean(String model) {
    double sum = 0;
    for (int score : scores(model)) {
      sum += score;
    }
    return sum / scores(model).length;
  }

  private int[] scores(String model) {
    int[] all = scores.get(model);
    if (all == null) {
      throw new IllegalArgumentException("there are no scores of " + model);
    }
    return all;
  }
}
