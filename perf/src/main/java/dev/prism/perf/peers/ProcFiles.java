package dev.prism.perf.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads Linux's accounts of CPU time and memory. A process that has ended reads as nothing.
public final class ProcFiles {
  /// The kernel's unit of CPU time in these files: a hundredth of a second on every Linux in use.
  private static final long MICROS_PER_TICK = 10_000;
  private static final Path PROC = Path.of("/proc");

  private ProcFiles() {}

  /// User and system time of a process and of its children that have ended, in microseconds.
  static long cpuMicros(long pid) {
    return text(PROC.resolve(pid + "/stat")).map(ProcFiles::cpuMicrosIn).orElse(0L);
  }

  /// The same for this process.
  public static long ownCpuMicros() {
    return cpuMicros(ProcessHandle.current().pid());
  }

  /// Time in which any core did anything, interrupts and time taken by a hypervisor included.
  public static long machineCpuMicros() {
    return text(PROC.resolve("stat")).map(ProcFiles::busyMicrosIn).orElse(0L);
  }

  /// A figure of `/proc/PID/status` in kilobytes, such as `VmRSS` or its peak `VmHWM`.
  static long kilobytes(long pid, String name) {
    return text(PROC.resolve(pid + "/status")).map(status -> field(status, name).orElse(0L))
        .orElse(0L);
  }

  /// Reads the line of `/proc/PID/stat`, whose second field may hold spaces and parentheses.
  static long cpuMicrosIn(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = 0;
    for (int i = 11; i <= 14; i++) {
      ticks += Long.parseLong(fields[i]);
    }
    return ticks * MICROS_PER_TICK;
  }

  /// Reads the first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal.
  static long busyMicrosIn(String stat) {
    String[] fields = stat.lines().findFirst().orElse("").split(" +", -1);
    long ticks = 0;
    for (int i = 1; i <= 8; i++) {
      if (i != 4 && i != 5) {
        ticks += Long.parseLong(fields[i]);
      }
    }
    return ticks * MICROS_PER_TICK;
  }

  static OptionalLong field(String status, String name) {
    return status.lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst();
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException ended) {
      return Optional.empty();
    }
  }
}
