package dev.prism.perf;

import java.util.List;
import java.util.Map;

/// All of one sitting, as written to `perf/target/compare.json`.
///
/// @param versions of the subjects that took part
/// @param absent   subjects that could not be installed, and why
record Comparison(
    Rig rig,
    Map<String, String> versions,
    Map<String, String> absent,
    List<Measurement> measurements) {
  Comparison {
    versions = Map.copyOf(versions);
    absent = Map.copyOf(absent);
    measurements = List.copyOf(measurements);
  }
}
