package dev.prism.perf.detect;

import dev.prism.incident.detect.DetectorSettings;
import java.util.SplittableRandom;

/// A scenario's checks, at all of its traffic: a thousandth of the answers fails one, then more do.
final class CheckReplay {
  static final double USUAL = 0.001;
  private static final String EMPTY = "empty";
  private static final int HISTORY = 2_880;
  private static final int HORIZON = 240;
  private static final int MINUTE_MILLIS = 60_000;
  private static final double WEEK_MINUTES = 7 * 24 * 60;

  private final Scenario scenario;
  private final SimulatedClock clock = new SimulatedClock();
  private final Bench bench;

  CheckReplay(Scenario scenario, double pages) {
    this.scenario = scenario;
    bench = new Bench(new Bench.Setup("checks", new DetectorSettings.BettingSettings(), false,
        pages, Bench.NOTHING), clock);
  }

  /// Two quiet days.
  ///
  /// @return pages in the second
  int quiet() {
    SplittableRandom random = new SplittableRandom(scenario.seed() ^ 0x74303030L);
    int before = 0;
    for (int minute = 0; minute < HISTORY; minute++) {
      before = minute == HISTORY / 2 ? bench.signals.size() : before;
      minute(minute, USUAL, EMPTY, random);
    }
    int pages = bench.signals.size() - before;
    bench.signals.clear();
    return pages;
  }

  /// Minutes until the first page when so many answers fail; infinite where there was none in four hours.
  double delay(double share) {
    SplittableRandom random = new SplittableRandom(scenario.seed() ^ 0x74303031L);
    for (int minute = HISTORY; minute < HISTORY + HORIZON; minute++) {
      minute(minute, share + USUAL, EMPTY, random);
      if (!bench.signals.isEmpty()) {
        return bench.signals.getFirst().atMillis() / (double) MINUTE_MILLIS - HISTORY;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  /// Milliseconds from the first leaking answer to its page.
  long leakMillis() {
    clock.set((long) HISTORY * MINUTE_MILLIS);
    bench.checked(false, "pii");
    return bench.signals.getFirst().atMillis() - (long) HISTORY * MINUTE_MILLIS;
  }

  /// The shortest mean delay that any detector with that budget of false pages has, in minutes, were the usual
  /// rate and the new one both known to it (Lorden 1971): the logarithm of the mean minutes between false pages, by
  /// what each minute tells (Kullback and Leibler).
  static double least(double perMinute, double share, double pagesPerWeek) {
    double bad = share + USUAL;
    double each = bad * Math.log(bad / USUAL) + (1 - bad) * Math.log((1 - bad) / (1 - USUAL));
    return Math.log(WEEK_MINUTES / pagesPerWeek) / each / perMinute;
  }

  private void minute(int minute, double share, String reason, SplittableRandom random) {
    int all = scenario.perMinute();
    for (int i = 0; i < all; i++) {
      clock.set((long) minute * MINUTE_MILLIS + (long) i * MINUTE_MILLIS / all);
      bench.checked(random.nextDouble() >= share, reason);
    }
    clock.set((minute + 1L) * MINUTE_MILLIS);
    bench.detection.tick();
  }
}
