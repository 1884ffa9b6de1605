package dev.prism.perf.detect;

import dev.prism.incident.detect.DetectorSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/// Sets the thresholds of detectors that have no guarantee: the least one that keeps to the budget of false
/// pages on nulls that were drawn for this alone.
final class Calibration {
  private static final int STEPS = 8;

  private final List<Scenario> nulls;
  private final World world;
  private final double pagesPerWeek;

  Calibration(List<Scenario> nulls, World world, double pagesPerWeek) {
    this.nulls = nulls;
    this.world = world;
    this.pagesPerWeek = pagesPerWeek;
  }

  /// Tries thresholds between two, evenly by their logarithms, all on the same scores.
  ///
  /// @param low  alarms most
  /// @param high alarms least
  DetectorSettings threshold(DoubleFunction<DetectorSettings> detector, double low, double high) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i <= STEPS; i++) {
      double value = low * Math.pow(high / low, (double) i / STEPS);
      rows.add(
          Row.of(new Bench.Setup("", detector.apply(value), false, pagesPerWeek, Bench.NOTHING)));
    }
    double[] pages = new double[rows.size()];
    double weeks = 0;
    for (Scenario scenario : nulls) {
      Replay.Quiet quiet = new Replay(scenario, rows, world).quiet();
      weeks += quiet.weeks();
      for (int i = 0; i < pages.length; i++) {
        pages[i] += quiet.pages()[i];
      }
    }
    int at = rows.size() - 1;
    while (at > 0 && pages[at - 1] / weeks <= pagesPerWeek) {
      at--;
    }
    return rows.get(at).setup().detector();
  }
}
