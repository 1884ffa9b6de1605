package dev.prism.server.gameday;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Where a judge's marks come from: WildBench's published ones, or made up ones of the same mean and spread.
final class Marks {
  private static final String WELL = "gpt-3.5-turbo-0125";
  private static final double MEAN = 62.4;
  private static final double SIGMA = 18.7;
  /// How far the mean of a model that replaces another lies below, where its own marks are not known.
  private static final double SWAPPED_POINTS = 3.6;

  private final Map<String, double[]> byModel;

  private Marks(Map<String, double[]> byModel) {
    this.byModel = byModel;
  }

  static Marks madeUp() {
    return new Marks(Map.of());
  }

  /// @param csv with the columns version, judge, model, session, score of 1 to 10
  /// @throws IOException if it cannot be read or is something else
  static Marks published(Path csv) throws IOException {
    Map<String, List<Double>> found = new HashMap<>();
    for (String line : Files.readAllLines(csv, StandardCharsets.UTF_8)) {
      String[] cells = line.split(",", -1);
      if (cells.length >= 5 && cells[0].equals("v2.0625") && cells[1].startsWith("gpt-4o")
          && !cells[4].isEmpty()) {
        found.computeIfAbsent(cells[2], _ -> new ArrayList<>())
            .add((Double.parseDouble(cells[4]) - 1) / 9 * 100);
      }
    }
    Map<String, double[]> marks = new HashMap<>();
    found.forEach((model, each) -> marks.put(model,
        each.stream().mapToDouble(Double::doubleValue).toArray()));
    if (!marks.containsKey(WELL)) {
      throw new IOException(csv + " holds no marks of " + WELL);
    }
    return new Marks(marks);
  }

  /// Of an answer as it should be, 0 to 100.
  double usual(SplittableRandom random) {
    double[] known = byModel.get(WELL);
    return known == null
        ? Math.clamp(MEAN + SIGMA * gaussian(random), 0, 100)
        : known[random.nextInt(known.length)];
  }

  /// Of an answer by the model that took the other's place.
  double swapped(String model, SplittableRandom random) {
    double[] known = byModel.get(model);
    return known == null
        ? Math.clamp(usual(random) - SWAPPED_POINTS, 0, 100)
        : known[random.nextInt(known.length)];
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }
}
