package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Many cases one after the other, each of which must end soon. What counts is the thread's own time, so that a
/// machine that is busy or stopped makes no case slow.
public final class FuzzRun {
  /// For each reader; `-Dprism.fuzz.cases=1000000` is the long form.
  public static final int CASES = Integer.getInteger("prism.fuzz.cases", 10_000);
  private static final long MOST_NANOS = 1_000_000_000;
  private static final int REPORT = 100_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private FuzzRun() {}

  /// One case.
  @FunctionalInterface
  public interface Case {
    void run(int number) throws Exception;
  }

  /// @param what which reader, as it is printed
  /// @param seed of the first case
  public static void all(String what, long seed, Case each) throws Exception {
    long begun = THREADS.getCurrentThreadCpuTime();
    long before = begun;
    long slowest = 0;
    for (int i = 0; i < CASES; i++) {
      each.run(i);
      long now = THREADS.getCurrentThreadCpuTime();
      assertThat(now - before).as("CPU time of %s, seed %s, case %s", what, seed, i)
          .isLessThan(MOST_NANOS);
      slowest = Math.max(slowest, now - before);
      before = now;
      if ((i + 1) % REPORT == 0) {
        System.out.println(what + ": " + (i + 1) + " cases so far");
      }
    }
    System.out.printf("%s: %d cases, seed %d, %.1f s of CPU, the slowest case %.1f ms%n", what,
        CASES, seed, (before - begun) / 1e9, slowest / 1e6);
  }
}
