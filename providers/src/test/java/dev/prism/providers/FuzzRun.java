package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// Many cases one after the other, each of which must end soon. What counts is the thread's own time, so that a
/// machine that is busy or stopped makes no case slow.
public final class FuzzRun {
  /// For each reader; `-Dprism.fuzz.cases=1000000` is the long form.
  public static final int CASES = Integer.getInteger("prism.fuzz.cases", 10_000);
  /// Asking for the time costs more than a case does, so it is asked for a hundred of them.
  private static final int TOGETHER = 100;
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
    for (int i = 1; i <= CASES; i++) {
      each.run(i - 1);
      if (i % TOGETHER == 0 || i == CASES) {
        long now = THREADS.getCurrentThreadCpuTime();
        assertThat(now - before).as("CPU time of %s, seed %s, up to case %s", what, seed, i)
            .isLessThan(MOST_NANOS);
        slowest = Math.max(slowest, now - before);
        before = now;
      }
      if (i % REPORT == 0) {
        System.out.printf("%s: %d cases so far, %.1f s of CPU%n", what, i, (before - begun) / 1e9);
      }
    }
    System.out.printf("%s: %d cases, seed %d, %.1f s of CPU, the slowest %d together %.1f ms%n",
        what, CASES, seed, (before - begun) / 1e9, TOGETHER, slowest / 1e6);
  }
}
