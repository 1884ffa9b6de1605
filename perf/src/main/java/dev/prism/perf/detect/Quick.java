package dev.prism.perf.detect;

import java.nio.file.Path;
import java.util.List;

final class Quick {
  public static void main(String[] a) throws Exception {
    Path shared = Path.of("/work/shared/data/incident");
    ScoreSource source = ScoreSource.wildBench(shared.resolve("wildbench-judge-scores.csv"));
    long t = System.nanoTime();
    // tuning set: never the dev file
    List<Scenario> own = Scenario.likely(99, 40, 12);
    Results results = Results.of(own, DetectionBenchmark.defaults(), source);
    Report report = new Report();
    report.planted(results, s -> true);
    report.paragraph("no bursts");
    report.planted(results, s -> s.burst() == 0);
    report.paragraph("1.5");
    report.planted(results, s -> s.burst() == 1.5);
    report.paragraph("3");
    report.planted(results, s -> s.burst() == 3);
    report.nulls(results);
    report.judges(results);
    report.checks(own, 0.25);
    System.out.println(report.text());
    System.out.println((System.nanoTime() - t) / 1e9 + " s");
  }
}
