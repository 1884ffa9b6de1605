package dev.prism.conf;

import dev.prism.scanners.RailEngine;
import dev.prism.scanners.RailSettings;
import dev.prism.scanners.ScannerCatalog;
import java.util.List;

/// Whether each rail can be made of its settings. What a scanner's own record refuses has its place
/// already; the rest shows when the rail is compiled.
final class RailChecks {
  private final ConfigReport report;

  RailChecks(ConfigReport report) {
    this.report = report;
  }

  void run() {
    report.each(RailSettings.class, (path, settings) -> {
      if (!report.isFaulty(path)) {
        check(path, settings);
      }
    });
  }

  private void check(String path, RailSettings settings) {
    try {
      RailEngine.compile(ScannerCatalog.load(), List.of(settings.rail(path)));
    } catch (IllegalArgumentException problem) {
      Throwable cause = problem.getCause();
      report.problem(path + ".scanners",
          String.valueOf(cause == null ? problem.getMessage() : cause.getMessage()), "");
    }
  }
}
