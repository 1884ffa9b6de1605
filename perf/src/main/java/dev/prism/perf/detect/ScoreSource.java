package dev.prism.perf.detect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Scores of 0 to 100 to draw from, by model and judge.
public final class ScoreSource {
  /// The model whose answers are usual.
  static final String USUAL = "gpt-3.5-turbo-0125";
  private static final String JUDGE = "gpt-4o-2024-05-13";
  private static final String VERSION = "v2.0625";
  private static final double STEP = 100 / 9.0;

  private final Map<String, int[]> scores;

  private ScoreSource(Map<String, int[]> scores) {
    this.scores = scores;
  }

  /// Reads the scores of WildBench's judges.
  static ScoreSource wildBench(Path csv) throws IOException {
    Map<String, List<Integer>> read = new HashMap<>();
    for (String line : Files.readAllLines(csv, StandardCharsets.UTF_8)) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(VERSION) && cells[1].equals(JUDGE)) {
        read.computeIfAbsent(cells[2], _ -> new ArrayList<>())
            .add((int) Math.round((Integer.parseInt(cells[4]) - 1) * STEP));
      }
    }
    return of(read);
  }

  private static ScoreSource of(Map<String, List<Integer>> read) {
    Map<String, int[]> scores = new HashMap<>();
    read.forEach(
        (name, all) -> scores.put(name, all.stream().mapToInt(Integer::intValue).toArray()));
    return new ScoreSource(scores);
  }

  /// Made up, in the likeness of a judge's: for machines without the real ones.
  static ScoreSource synthetic() {
    Map<String, List<Integer>> made = new HashMap<>();
    int[][] shares = {{0, 1, 4, 10, 9, 14, 21, 34, 6, 1}, {1, 2, 7, 12, 12, 15, 20, 26, 4, 1},
        {4, 6, 14, 15, 14, 13, 14, 16, 3, 1}};
    String[] names = {USUAL, "Phi-3-mini-128k-instruct", "gemma-7b-it"};
    for (int i = 0; i < names.length; i++) {
      List<Integer> drawn = new ArrayList<>();
      for (int value = 0; value < shares[i].length; value++) {
        drawn.addAll(Collections.nCopies(shares[i][value], (int) Math.round(value * STEP)));
      }
      made.put(names[i], drawn);
    }
    return of(made);
  }

  int draw(String model, SplittableRandom random) {
    int[] all = scores(model);
    return all[random.nextInt(all.length)];
  }

  private int[] scores(String model) {
    int[] all = scores.get(model);
    if (all == null) {
      throw new IllegalArgumentException("there are no scores of " + model);
    }
    return all;
  }
}
