package dev.prism.server.gameday;

import dev.prism.incident.detect.DetectorSettings;
import dev.prism.incident.detect.DetectorSettings.AdwinSettings;
import dev.prism.incident.detect.DetectorSettings.CusumSettings;
import dev.prism.incident.detect.DetectorSettings.PageHinkleySettings;
import dev.prism.incident.detect.DetectorSettings.RollingMeanSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Detectors that others use, for playing the same nights with the same containment. Those that are calibrated have
/// the thresholds that docs/detection-benchmark.md gives for quiet nulls: 0.25 false pages a stream and week.
final class Anchors {
  private Anchors() {}

  static Map<String, DetectorSettings> all() {
    Map<String, DetectorSettings> all = new LinkedHashMap<>();
    all.put("the playbook's rule, 5 points in 60 min", mean(5, 60, 0));
    all.put("the playbook's rule, 5 points in 15 min for 15 min", mean(5, 15, 15));
    all.put("the playbook's rule, 2 points in 60 min for 60 min", mean(2, 60, 60));
    all.put("60-minute mean, calibrated", mean(4.31, 60, 0));
    all.put("CUSUM, calibrated", new CusumSettings(0.1, 51));
    all.put("Page-Hinkley, calibrated", new PageHinkleySettings(0.01, 14.6));
    all.put("ADWIN, calibrated", new AdwinSettings(3.3e-4));
    return all;
  }

  private static DetectorSettings mean(double points, int minutes, int sustain) {
    return new RollingMeanSettings(points, Duration.ofMinutes(minutes),
        Duration.ofMinutes(sustain));
  }
}
