package dev.prism.perf.detect;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Medians and rates with 95 % intervals, by drawing scenarios again and again.
final class Figures {
  private static final int DRAWS = 1_000;
  private static final long SEED = 17;

  private Figures() {}

  /// `31 [25–44]`, infinite values as `–`.
  static String median(double[] values) {
    return interval(values, Figures::middle, "%.0f");
  }

  static double middle(double[] values) {
    if (values.length == 0) {
      return Double.NaN;
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 || sorted[half - 1] == sorted[half]
        ? sorted[half]
        : (sorted[half - 1] + sorted[half]) / 2;
  }

  /// Pages by weeks, with its interval over scenarios.
  static String rate(double[] pages, double[] weeks) {
    double[] indexes = new double[pages.length];
    Arrays.setAll(indexes, i -> i);
    return interval(indexes, drawn -> {
      double sum = 0;
      double time = 0;
      for (double index : drawn) {
        sum += pages[(int) index];
        time += weeks[(int) index];
      }
      return sum / Math.max(time, 1e-9);
    }, "%.2f");
  }

  private static String interval(double[] values, ToDoubleFunction<double[]> figure,
      String format) {
    if (values.length == 0) {
      return "–";
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] drawn = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      double[] again = new double[values.length];
      for (int k = 0; k < again.length; k++) {
        again[k] = values[random.nextInt(values.length)];
      }
      drawn[i] = figure.applyAsDouble(again);
    }
    Arrays.sort(drawn);
    return text(format, figure.applyAsDouble(values)) + " ["
        + text(format, drawn[(int) (DRAWS * 0.025)]) + "–"
        + text(format, drawn[(int) (DRAWS * 0.975)]) + "]";
  }

  private static String text(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "∞";
  }

  static String share(double[] values, double most) {
    long within = Arrays.stream(values).filter(value -> value <= most).count();
    return values.length == 0
        ? "–"
        : String.format(Locale.ROOT, "%.0f %%", 100.0 * within / values.length);
  }
}
