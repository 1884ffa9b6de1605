package dev.prism.exchange.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// Ten times the input may cost about ten times the time, whatever the shape: the bound leaves room for
/// noise and catches a square, which would cost a hundred times.
class JsonLinearTimeTest {
  private static final int SMALL = 10_000;
  private static final int LARGE = 100_000;
  private static final double MOST = 45;
  /// Below this the ratio says nothing.
  private static final long FLOOR_NANOS = 200_000;

  @Test
  void plainText() {
    assertLinear(n -> "\"" + "a".repeat(n) + "\"");
  }

  @Test
  void escapes() {
    assertLinear(n -> "{\"a\":\"" + "\\u0041".repeat(n) + "\"}");
  }

  @Test
  void manyNames() {
    assertLinear(n -> members(n, i -> "\"n" + i + "\":0"));
  }

  @Test
  void manyEscapedNames() {
    assertLinear(n -> members(n, i -> "\"\\u006e" + i + "\":0"));
  }

  @Test
  void manyObjects() {
    assertLinear(n -> "[" + "{\"a\":1,\"b\":2},".repeat(n) + "0]");
  }

  @Test
  void largeObjectsInALargeObject() {
    String inner = members(30, i -> "\"" + i + "\":0");
    assertLinear(n -> members(n / 10, i -> "\"n" + i + "\":" + inner));
  }

  @Test
  void namesOfOneHash() {
    assertLinear(n -> members(n, i -> {
      StringBuilder name = new StringBuilder("\"");
      for (int bit = 0; bit < 17; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      return name.append("\":0").toString();
    }));
  }

  private static String members(int n, IntFunction<String> member) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < n; i++) {
      out.append(i == 0 ? "" : ",").append(member.apply(i));
    }
    return out.append('}').toString();
  }

  private static void assertLinear(IntFunction<String> document) {
    byte[] small = document.apply(SMALL).getBytes(StandardCharsets.UTF_8);
    byte[] large = document.apply(LARGE).getBytes(StandardCharsets.UTF_8);
    best(small, 20);
    double ratio = (double) best(large, 8) / Math.max(best(small, 20), FLOOR_NANOS);

    assertThat(ratio).isLessThan(MOST);
  }

  /// The least processor time of this thread: other work on the machine does not count.
  private static long best(byte[] document, int tries) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long best = Long.MAX_VALUE;
    for (int i = 0; i < tries; i++) {
      long start = threads.getCurrentThreadCpuTime();
      assertThat(Vectors.accepts(document)).isTrue();
      best = Math.min(best, threads.getCurrentThreadCpuTime() - start);
    }
    return best;
  }
}
