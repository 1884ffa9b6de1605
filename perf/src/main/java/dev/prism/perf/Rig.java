package dev.prism.perf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The machine and the day of a measurement.
record Rig(String cpu, int cores, String kernel, String java, String date) {
  static Rig here() {
    return new Rig(cpuModel(), coreCount(), System.getProperty("os.version", "?"),
        Runtime.version().toString(), LocalDate.now(ZoneOffset.UTC).toString());
  }

  String words() {
    return "Machine: " + cpu + ", " + cores + " cores, Linux " + kernel + "; Java " + java + "; "
        + date;
  }

  private static String cpuModel() {
    return read("/proc/cpuinfo").lines()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 2))
        .findFirst()
        .orElse("?");
  }

  private static int coreCount() {
    return (int) read("/proc/stat").lines().filter(line -> line.startsWith("cpu")).count() - 1;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException absent) {
      return "";
    }
  }
}
