package dev.prism.server.rails;

import dev.prism.exchange.RailVerdict;
import dev.prism.scanners.RailReport;
import dev.prism.scanners.ScanTime;
import dev.prism.scanners.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the rails have found in one exchange so far: for its headers, and in the end for its trace.
public final class RailLog {
  private static final int LONGEST_HEADER = 480;
  private final Map<String, RailVerdict> found = new LinkedHashMap<>();
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private final RailMetrics metrics;

  RailLog(RailMetrics metrics) {
    this.metrics = metrics;
  }

  /// An empty log that counts into the same metrics.
  RailLog another() {
    return new RailLog(metrics);
  }

  void note(Stage stage, RailReport report) {
    note(report.entries());
    times(stage, report.times());
  }

  void note(List<RailVerdict> entries) {
    for (RailVerdict entry : entries) {
      String key = entry.header() + "/" + entry.rule();
      RailVerdict known = found.get(key);
      if (known == null) {
        metrics.found(entry);
      }
      if (known == null || known.score() < entry.score()) {
        found.put(key, entry);
      }
    }
  }

  void times(Stage stage, List<ScanTime> times) {
    for (ScanTime time : times) {
      metrics.took(stage, time);
      nanos.merge(stage.label() + "/" + time.scanner(), time.nanos(), Long::sum);
    }
  }

  /// Whether `x-prism-guardrail-triggered` is true.
  public boolean triggered() {
    return !found.isEmpty();
  }

  /// The value of `x-prism-guardrail`.
  public String header() {
    StringBuilder value = new StringBuilder();
    for (String one : found.values().stream().map(RailVerdict::header).distinct().toList()) {
      if (value.length() + one.length() > LONGEST_HEADER) {
        break;
      }
      value.append(value.isEmpty() ? "" : ", ").append(one);
    }
    return value.toString();
  }

  /// Every scanner that looked: what it found, or that it found nothing, and how long it took in all.
  public List<RailVerdict> verdicts() {
    List<RailVerdict> verdicts = new ArrayList<>();
    for (RailVerdict entry : found.values()) {
      long micros = nanos.getOrDefault(entry.rail() + "/" + entry.scanner(), 0L) / 1000;
      verdicts.add(new RailVerdict(entry.rail(), entry.scanner(), entry.action(), entry.rule(),
          entry.score(), micros, entry.hash()));
    }
    nanos.forEach((key, taken) -> {
      int slash = key.indexOf('/');
      String rail = key.substring(0, slash);
      String scanner = key.substring(slash + 1);
      if (found.values()
          .stream()
          .noneMatch(entry -> entry.rail().equals(rail) && entry.scanner().equals(scanner))) {
        verdicts.add(new RailVerdict(rail, scanner, "pass", "", 0, taken / 1000));
      }
    });
    return verdicts;
  }
}
