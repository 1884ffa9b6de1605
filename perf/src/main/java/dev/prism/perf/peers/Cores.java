package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Pins commands to cores by `taskset`.
final class Cores {
  private Cores() {}

  static List<String> on(int core, List<String> command) {
    return pinned(Integer.toString(core), command);
  }

  /// Undoes the pinning that children of a pinned process inherit.
  static List<String> everywhere(List<String> command) throws IOException {
    long cores;
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      cores = lines.filter(line -> line.startsWith("cpu")).count() - 1;
    }
    return pinned("0-" + (cores - 1), command);
  }

  private static List<String> pinned(String cores, List<String> command) {
    List<String> all = new ArrayList<>(List.of("taskset", "-c", cores));
    all.addAll(command);
    return all;
  }
}
