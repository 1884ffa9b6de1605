package dev.prism.perf.detect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The page of the benchmark: everything is run once, in this order.
final class Page {
  private final World world;
  private final List<Scenario> scenarios;
  private final int calibrations;

  Page(World world, List<Scenario> scenarios, int calibrations) {
    this.world = world;
    this.scenarios = scenarios;
    this.calibrations = calibrations;
  }

  String write() {
    long started = System.nanoTime();
    DetectionBenchmark benchmark = new DetectionBenchmark(world, calibrations);
    List<Row> rows = new ArrayList<>(DetectionBenchmark.defaults());
    int defaults = rows.size();
    rows.addAll(benchmark.calibrated(true));
    rows.addAll(benchmark.calibrated(false));
    rows.addAll(DetectionBenchmark.deployed());
    Results results = Results.of(scenarios, rows, world);
    Report report = new Report();
    report.paragraph("# Detection, measured");
    report.paragraph("Written by `perf/detection`; how it was done stands in"
        + " [detection.md](detection.md#the-benchmark).");
    report.paragraph(
        """
            Delays are minutes from the onset to the first page: the median over scenarios with its 95 %
            interval (scenarios drawn again), then the share that was seen within a day; ∞ is a change that more
            than half of the scenarios did not show within a day. False pages are counted after the first day,
            on nulls and before onsets."""
            .replace('\n', ' '));
    report.paragraph("Run on " + LocalDate.now(ZoneOffset.UTC) + " with Java "
        + Runtime.version().feature() + " on " + machine() + "; " + scenarios.size()
        + " scenarios. Nothing here depends on the speed of the machine but the time of the run.");
    report.paragraph("## Planted changes, all scenarios");
    report.planted(results, one -> true);
    report.paragraph("## The same, where topics do not come in bursts");
    report.planted(results, one -> one.burst() == 0);
    report.paragraph("## The same, bursts of 1.5 points");
    report.planted(results, one -> one.burst() == 1.5);
    report.paragraph("## The same, bursts of 3 points");
    report.planted(results, one -> one.burst() == 3);
    report.paragraph("## False pages per stream-week, by what disturbs");
    report.nulls(results);
    report.paragraph("## The scenarios' own changes");
    report.own(results);
    report.paragraph("## A swap of the judge");
    report.paragraph(
        "Out of " + scenarios.stream().filter(one -> !one.isNull()).count() + " scenarios each.");
    report.judges(results);
    report.paragraph("## Bursts that no request shows");
    report.paragraph(
        """
            The same scenarios, read otherwise: in a burst, and after a shift, all scores move, and nothing that is
            known of a request says so."""
            .replace('\n', ' '));
    Results unseen = Results.of(scenarios, unseen(rows), world.unseen());
    report.planted(unseen, one -> true);
    report.nulls(unseen);
    report.paragraph("## Checks at all traffic");
    report.checks(scenarios, DetectionBenchmark.PAGES_PER_WEEK);
    report.paragraph("## Thresholds");
    for (Row row : rows.subList(defaults, rows.size())) {
      report.paragraph("- " + row.name() + ": `" + row.setup().detector() + "`");
    }
    report.paragraph(
        String.format(Locale.ROOT, "The run took %.0f s.", (System.nanoTime() - started) / 1e9));
    return report.text();
  }

  private static List<Row> unseen(List<Row> rows) {
    return rows.stream().filter(row -> !row.setup().mix().equals(Bench.NAMED)).limit(6).toList();
  }

  private static String machine() {
    String cores = Runtime.getRuntime().availableProcessors() + " cores";
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + cores)
          .orElse(cores);
    } catch (IOException | UncheckedIOException e) {
      return cores;
    }
  }
}
