package dev.prism.server.gameday;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Figures over nights, with an interval of 95 % by the bootstrap: nights are drawn anew, a thousand times.
final class Intervals {
  private static final int DRAWS = 1_000;
  private final long seed;

  Intervals(long seed) {
    this.seed = seed;
  }

  /// `0.93 (0.85 to 0.98)`; `-` where there are no nights.
  String of(List<NightResult> nights, ToDoubleFunction<List<NightResult>> figure) {
    if (nights.isEmpty()) {
      return "-";
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] drawn = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      List<NightResult> again = new ArrayList<>(nights.size());
      for (int n = 0; n < nights.size(); n++) {
        again.add(nights.get(random.nextInt(nights.size())));
      }
      drawn[i] = figure.applyAsDouble(again);
    }
    Arrays.sort(drawn);
    return number(figure.applyAsDouble(nights)) + " (" + number(drawn[DRAWS / 40]) + " to "
        + number(drawn[DRAWS - 1 - DRAWS / 40]) + ")";
  }

  static String number(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return Double.isInfinite(value) || value > 1e8
        ? "never"
        : String.format(Locale.ROOT, value >= 100 ? "%.0f" : "%.2f", value);
  }

  /// The middle one, where what never happened is infinite.
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
