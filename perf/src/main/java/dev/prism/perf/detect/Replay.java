package dev.prism.perf.detect;

import dev.prism.incident.Signal;
import dev.prism.incident.detect.SavedStream;
import dev.prism.perf.detect.Traffic.Asked;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scenario played to all rows at once: its quiet part once, then what may go wrong, each from the same
/// start.
final class Replay {
  static final double BASE_PER_MINUTE = 5;
  static final double BOOST = 10;
  private static final int HORIZON = 1_440;
  private static final int MINUTE_MILLIS = 60_000;

  private final Scenario scenario;
  private final List<Row> rows;
  private final SimulatedClock clock = new SimulatedClock();
  private final double base;
  private final Traffic traffic;
  private final Traffic heldOut;
  private final List<Traffic> siblings = new ArrayList<>();
  private double[] hashes = new double[1_024];
  private int[] points = new int[1_024];
  private boolean[] parts = new boolean[1_024];
  private Asked[] asked = new Asked[1_024];
  private int count;

  /// @param pages  of each row, in the watched time without a change
  /// @param weeks  of that time
  /// @param scored of each row, per minute
  @SuppressWarnings("ArrayRecordComponent")
  record Quiet(int[] pages, double weeks, double[] scored, List<List<SavedStream>> saved) {}

  Replay(Scenario scenario, List<Row> rows, World world) {
    this.scenario = scenario;
    this.rows = rows;
    base = Math.min(BASE_PER_MINUTE / scenario.perMinute(), 1);
    int minutes = Math.max(scenario.minutes(), scenario.onset() + HORIZON);
    traffic = new Traffic(scenario, world, minutes, 0);
    heldOut = new Traffic(scenario, world, minutes, 1);
    for (int i = 0; i < 3; i++) {
      siblings.add(new Traffic(scenario.sibling(i), world, minutes, 0));
    }
  }

  /// Up to the onset; of a null, all of it, with what disturbs it.
  Quiet quiet() {
    List<Bench> benches = benches();
    int until = scenario.isNull() ? scenario.minutes() : scenario.onset();
    int[] before = new int[rows.size()];
    for (int minute = 0; minute < until; minute++) {
      if (minute == Scenario.WARM_UP) {
        for (int i = 0; i < before.length; i++) {
          before[i] = pages(benches.get(i));
        }
      }
      minute(minute, benches, scenario.isNull() ? scenario.change() : null);
    }
    int[] pages = new int[rows.size()];
    double[] scored = new double[rows.size()];
    List<List<SavedStream>> saved = new ArrayList<>();
    for (int i = 0; i < pages.length; i++) {
      pages[i] = pages(benches.get(i)) - before[i];
      scored[i] = (double) benches.get(i).scored() / until;
      saved.add(benches.get(i).detection.save(0));
    }
    return new Quiet(pages, Math.max(until - Scenario.WARM_UP, 0) / 10_080.0, scored, saved);
  }

  private static int pages(Bench bench) {
    return (int) bench.signals.stream().filter(signal -> isOfRoute(signal)).count();
  }

  private static boolean isOfRoute(Signal signal) {
    return signal.route().equals(Bench.ROUTE);
  }

  /// Minutes from the onset to the first page of each row; infinite where there was none within a day.
  double[] delays(Quiet quiet, Change change) {
    List<Bench> benches = restored(quiet);
    double[] delays = new double[rows.size()];
    Arrays.fill(delays, Double.POSITIVE_INFINITY);
    int left = delays.length;
    for (int minute = scenario.onset(); minute < scenario.onset() + HORIZON && left > 0; minute++) {
      minute(minute, benches, change);
      for (int i = 0; i < delays.length; i++) {
        Bench bench = benches.get(i);
        if (Double.isInfinite(delays[i]) && pages(bench) > 0) {
          long at = bench.signals.stream()
              .filter(Replay::isOfRoute)
              .findFirst()
              .orElseThrow()
              .atMillis();
          delays[i] = at / (double) MINUTE_MILLIS - scenario.onset();
          left--;
        }
      }
    }
    return delays;
  }

  /// Pages of each row within a day of a change that is none.
  int[] pages(Quiet quiet, Change change) {
    List<Bench> benches = restored(quiet);
    for (int minute = scenario.onset(); minute < scenario.onset() + HORIZON; minute++) {
      minute(minute, benches, change);
    }
    return benches.stream().mapToInt(Replay::pages).toArray();
  }

  private List<Bench> benches() {
    return rows.stream().map(row -> new Bench(row.setup(), clock)).toList();
  }

  private List<Bench> restored(Quiet quiet) {
    clock.set((long) scenario.onset() * MINUTE_MILLIS);
    List<Bench> benches = benches();
    for (int i = 0; i < benches.size(); i++) {
      benches.get(i).detection.restore(quiet.saved().get(i));
      benches.get(i).detection.tick();
      benches.get(i).signals.clear();
    }
    return benches;
  }

  private void minute(int minute, List<Bench> benches, @Nullable Change change) {
    double most = Math.min(base * BOOST, 1);
    count = 0;
    traffic.minute(minute, most, change, this::keep);
    boolean renamed = minute >= scenario.onset() && (change instanceof Change.SwappedThenBroken
        || (change instanceof Change.JudgeSwapped(boolean announced) && announced));
    for (int k = 0; k < count; k++) {
      at(minute, k, count);
      for (int i = 0; i < benches.size(); i++) {
        Bench bench = benches.get(i);
        double probability = rows.get(i).adaptive() && bench.isBoosted() ? most : base;
        if (hashes[k] < probability) {
          bench.judged(points[k], probability, parts[k], renamed, asked[k]);
        }
      }
    }
    others(minute, benches, most, change);
    at(minute + 1, 0, 1);
    benches.forEach(bench -> bench.detection.tick());
  }

  private void keep(double hash, int score, boolean inCohort, Asked question) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      points = Arrays.copyOf(points, 2 * count);
      parts = Arrays.copyOf(parts, 2 * count);
      asked = Arrays.copyOf(asked, 2 * count);
    }
    hashes[count] = hash;
    points[count] = score;
    asked[count] = question;
    parts[count++] = inCohort;
  }

  private void others(int minute, List<Bench> benches, double most, @Nullable Change change) {
    Change everywhere = change instanceof Change.Shifted ? change : null;
    for (int i = 0; i < benches.size(); i++) {
      Bench bench = benches.get(i);
      if (rows.get(i).holdOut()) {
        double probability = rows.get(i).adaptive() && bench.isBoosted() ? most : base;
        heldOut.minute(minute, probability, everywhere,
            (_, score, _, question) -> bench.heldOut(score, probability, question));
      }
      if (rows.get(i).siblings()) {
        for (int k = 0; k < siblings.size(); k++) {
          int which = k;
          siblings.get(k)
              .minute(minute, 1, everywhere,
                  (_, score, _, question) -> bench.sibling(which, score, 1, question));
        }
      }
    }
  }

  private void at(int minute, int part, int of) {
    clock.set((long) minute * MINUTE_MILLIS + (long) part * MINUTE_MILLIS / of);
  }
}
