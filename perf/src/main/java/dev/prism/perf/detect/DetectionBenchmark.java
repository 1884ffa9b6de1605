package dev.prism.perf.detect;

import dev.prism.incident.detect.DetectorSettings;
import dev.prism.incident.detect.DetectorSettings.AdwinSettings;
import dev.prism.incident.detect.DetectorSettings.BettingSettings;
import dev.prism.incident.detect.DetectorSettings.BurnRateSettings;
import dev.prism.incident.detect.DetectorSettings.CusumSettings;
import dev.prism.incident.detect.DetectorSettings.PageHinkleySettings;
import dev.prism.incident.detect.DetectorSettings.RollingMeanSettings;
import dev.prism.incident.detect.DetectorSettings.ShiryaevRobertsSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Which rows are compared, and with which thresholds: the default as it comes, its anchors as people deploy
/// them, and calibrated on nulls of another base seed.
final class DetectionBenchmark {
  static final double PAGES_PER_WEEK = 0.25;
  /// For thresholds; the scenarios that are reported have seeds of their own.
  static final long CALIBRATION_SEED = 7_331;

  private final World world;
  private final int calibrations;

  /// @param calibrations how many fortnights thresholds are set on
  DetectionBenchmark(World world, int calibrations) {
    this.world = world;
    this.calibrations = calibrations;
  }

  static Row betting(String name, boolean adaptive, boolean cohorts) {
    return new Row(
        new Bench.Setup(name, new BettingSettings(), cohorts, PAGES_PER_WEEK, Bench.WORDS),
        adaptive, false, false);
  }

  /// The default detector in its forms. A route with siblings or a hold-out has the budget of all its streams.
  static List<Row> defaults() {
    return List.of(siblings("**betting, adaptive, siblings**", Bench.WORDS),
        siblings("the same, topics named", Bench.NAMED),
        siblings("the same, the mix ignored", Bench.NOTHING),
        betting("betting, adaptive", true, false),
        betting("betting, adaptive, cohorts", true, true),
        new Row(setup("betting, adaptive, hold-out", 2, Bench.WORDS), true, false, true),
        betting("betting", false, false));
  }

  private static Row siblings(String name, List<String> mix) {
    return new Row(setup(name, 4, mix), true, true, false);
  }

  private static Bench.Setup setup(String name, int streams, List<String> mix) {
    return new Bench.Setup(name, new BettingSettings(), false, streams * PAGES_PER_WEEK, mix);
  }

  /// As people deploy them.
  static List<Row> deployed() {
    return List.of(plain("rolling mean, 2 points in 15 min", rolling(2, 15, 0)),
        plain("rolling mean, 5 points in 15 min for 15 min", rolling(5, 15, 15)),
        plain("rolling mean, 5 points in 60 min", rolling(5, 60, 0)),
        plain("rolling mean, 2 points in 60 min for 60 min", rolling(2, 60, 60)),
        plain("CUSUM, slack .5, threshold 5", new CusumSettings(0.5, 5)),
        plain("Page-Hinkley, delta .005, lambda 50", new PageHinkleySettings(0.005, 50)),
        plain("ADWIN, delta .002", new AdwinSettings(0.002)),
        plain("burn rate, 5 % below 34 points", new BurnRateSettings(34, 0.05, 1)));
  }

  /// With the least thresholds that keep to the budget.
  List<Row> calibrated(boolean disturbed) {
    Calibration calibration = new Calibration(
        Scenario.calibration(CALIBRATION_SEED + (disturbed ? 1 : 0), calibrations, disturbed),
        world, PAGES_PER_WEEK);
    String on = disturbed ? ", calibrated on disturbed nulls" : ", calibrated on quiet nulls";
    List<Row> rows = new ArrayList<>();
    rows.add(plain("60-minute mean" + on,
        calibration.threshold(points -> rolling(points, 60, 0), 1.5, 25)));
    rows.add(plain("CUSUM, slack .1" + on,
        calibration.threshold(limit -> new CusumSettings(0.1, limit), 15, 2_000)));
    rows.add(plain("Shiryaev-Roberts, .2 sigma" + on,
        calibration.threshold(limit -> new ShiryaevRobertsSettings(0.2, limit), 1e3, 1e60)));
    rows.add(plain("Page-Hinkley, delta .01" + on,
        calibration.threshold(lambda -> new PageHinkleySettings(0.01, lambda), 2, 400)));
    rows.add(plain("ADWIN" + on, calibration.threshold(AdwinSettings::new, 2, 1e-30)));
    rows.add(plain("burn rate, 15 % below 34 points" + on,
        calibration.threshold(factor -> new BurnRateSettings(34, 0.15, factor), 0.1, 7)));
    return rows;
  }

  private static DetectorSettings rolling(double points, int window, int sustain) {
    return new RollingMeanSettings(points, Duration.ofMinutes(window), Duration.ofMinutes(sustain));
  }

  private static Row plain(String name, DetectorSettings detector) {
    return Row.of(new Bench.Setup(name, detector, false, PAGES_PER_WEEK, Bench.NOTHING));
  }
}
