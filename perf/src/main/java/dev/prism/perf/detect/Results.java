package dev.prism.perf.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// What the rows did on all scenarios.
final class Results {
  private static final int FIRST_DAY_AFTER = 120;
  private static final double FIRST_DAY_BROKEN = 0.08;

  final List<Row> rows;
  final List<Scenario> scenarios = new ArrayList<>();
  final List<Replay.Quiet> quiet = new ArrayList<>();
  /// By scenario, then by planted change, then by row; empty for nulls.
  final List<double[][]> planted = new ArrayList<>();
  /// By scenario, then by row: of the scenario's own change; empty where it has none that scores show.
  final List<double[]> own = new ArrayList<>();
  /// Pages after a judge's swap with its name, and without, by scenario and row.
  final List<int[]> announced = new ArrayList<>();
  final List<int[]> silent = new ArrayList<>();
  /// Minutes until a page for broken answers on the first day of a new judge, by scenario and row.
  private final List<double[]> firstDay = new ArrayList<>();

  private Results(List<Row> rows) {
    this.rows = rows;
  }

  static Results of(List<Scenario> scenarios, List<Row> rows, World world) {
    Results results = new Results(rows);
    for (Scenario scenario : scenarios) {
      results.add(scenario, world);
    }
    return results;
  }

  private void add(Scenario scenario, World world) {
    Replay replay = new Replay(scenario, rows, world);
    Replay.Quiet start = replay.quiet();
    scenarios.add(scenario);
    quiet.add(new Replay.Quiet(start.pages(), start.weeks(), start.scored(), List.of()));
    if (scenario.isNull()) {
      planted.add(new double[0][]);
      own.add(new double[0]);
      return;
    }
    List<double[]> delays = new ArrayList<>();
    for (Planted change : Planted.all()) {
      delays.add(replay.delays(start, change.change()));
    }
    planted.add(delays.toArray(double[][]::new));
    Change change = scenario.change();
    boolean shown = change instanceof Change.Replaced || change instanceof Change.Swapped;
    own.add(shown && change != null ? replay.delays(start, change) : new double[0]);
    announced.add(replay.pages(start, new Change.JudgeSwapped(true)));
    silent.add(replay.pages(start, new Change.JudgeSwapped(false)));
    double[] afterSwap = replay.delays(start,
        new Change.SwappedThenBroken(FIRST_DAY_AFTER, FIRST_DAY_BROKEN));
    firstDay.add(Arrays.stream(afterSwap).map(delay -> delay - FIRST_DAY_AFTER).toArray());
  }

  double[] planted(int change, int row, Predicate<Scenario> which) {
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      if (planted.get(i).length > 0 && which.test(scenarios.get(i))) {
        found.add(planted.get(i)[change][row]);
      }
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  double[] own(int row, Predicate<Scenario> which) {
    List<Double> found = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      if (own.get(i).length > 0 && which.test(scenarios.get(i))) {
        found.add(own.get(i)[row]);
      }
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  String falsePages(int row, Predicate<Scenario> which) {
    List<double[]> found = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      if (which.test(scenarios.get(i)) && quiet.get(i).weeks() > 0) {
        found.add(new double[]{quiet.get(i).pages()[row], quiet.get(i).weeks()});
      }
    }
    return Figures.rate(found.stream().mapToDouble(pair -> pair[0]).toArray(),
        found.stream().mapToDouble(pair -> pair[1]).toArray());
  }

  double[] firstDay(int row) {
    return firstDay.stream().mapToDouble(delays -> delays[row]).toArray();
  }

  double scored(int row) {
    return quiet.stream().mapToDouble(one -> one.scored()[row]).average().orElse(0);
  }
}
