package dev.prism.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyCollectorTest {
  private static final int READ = 16 * 1024;

  private static BodyCollector collect(byte[] body, long declared) {
    BodyCollector collector = new BodyCollector(1 << 20);
    for (int i = 0; i < body.length; i += READ) {
      byte[] read = Arrays.copyOfRange(body, i, Math.min(i + READ, body.length));
      assertThat(collector.add(Unpooled.wrappedBuffer(read), declared)).isTrue();
    }
    return collector;
  }

  private static byte[] body(int size) {
    byte[] body = new byte[size];
    new Random(size).nextBytes(body);
    return body;
  }

  /// By doubling alone it took 256 KiB, which is what a burst of large requests needs memory for.
  @Test
  void aBodyThatIsAsLongAsDeclaredTakesNoMoreThanThat() {
    byte[] body = body(150_000);
    assertThat(collect(body, body.length).body().bytes()).isEqualTo(body);
  }

  @Test
  void aLargeDeclaredLengthReservesNothing() {
    byte[] body = body(10_000);
    BodyCollector collector = collect(body, 1 << 20);
    assertThat(collector.body().bytes()).hasSizeLessThanOrEqualTo(64 * 1024).startsWith(body);
    assertThat(collector.size()).isEqualTo(body.length);
  }

  @Test
  void aBodyOfUnknownOrWrongLengthIsWhole() {
    byte[] body = body(150_000);
    for (long declared : new long[]{-1, 0, 10, 100_000}) {
      BodyCollector collector = collect(body, declared);
      assertThat(collector.size()).isEqualTo(body.length);
      assertThat(collector.body().bytes()).hasSizeLessThanOrEqualTo(256 * 1024).startsWith(body);
    }
  }

  @Test
  void aBodyAboveTheLimitIsNotKept() {
    BodyCollector collector = new BodyCollector(20_000);
    assertThat(collector.add(Unpooled.wrappedBuffer(body(READ)), -1)).isTrue();
    assertThat(collector.add(Unpooled.wrappedBuffer(body(READ)), -1)).isFalse();
    assertThat(collector.size()).isZero();
  }
}
