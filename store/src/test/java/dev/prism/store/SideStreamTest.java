package dev.prism.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class SideStreamTest {
  @Test
  void whatIsOfferedIsStoredDroppedOrFailedToTheLastTrace() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    List<TraceRecord> taken = new ArrayList<>();
    TraceSink moody = new TraceSink() {
      private int held;

      @Override
      public String name() {
        return "moody";
      }

      @Override
      public void accept(TraceRecord trace) throws IOException {
        if (random.nextInt(20) == 0) {
          throw new IOException("refused");
        }
        held++;
        taken.add(trace);
      }

      @Override
      public void flush() throws IOException {
        int lost = random.nextInt(4) == 0 && held > 0 ? 1 + random.nextInt(held) : 0;
        held = 0;
        if (lost > 0) {
          throw new TracesLost(lost, new IOException("flush"));
        }
      }
    };
    SideStream stream = new SideStream(List.of(new SideStream.Feed(moody, 64, 1)));
    Thread[] producers = new Thread[4];
    for (int p = 0; p < producers.length; p++) {
      producers[p] = Thread.ofPlatform().start(() -> {
        for (int i = 0; i < 20_000; i++) {
          stream.offer(Traces.failed(i));
        }
      });
    }
    for (Thread producer : producers) {
      producer.join();
    }
    stream.close();

    TraceCounts counts = counts(stream, "moody");
    assertThat(counts.offered()).isEqualTo(80_000);
    assertThat(counts.waiting()).isZero();
    assertThat(counts.stored() + counts.dropped() + counts.failed()).as("seed %s: %s", seed, counts)
        .isEqualTo(80_000);
    assertThat(counts.dropped()).as("a queue of 64 overflows").isPositive();
    assertThat(counts.failed()).isPositive();
    assertThat(counts.stored()).isPositive().isLessThanOrEqualTo(taken.size());
  }

  @Test
  void aStuckSinkHoldsUpNeitherTheOfferNorAnotherSink() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch ten = new CountDownLatch(10);
    TraceSink stuck = sink("stuck", trace -> release.await());
    TraceSink quick = sink("quick", trace -> ten.countDown());
    try (SideStream stream = new SideStream(
        List.of(new SideStream.Feed(stuck, 4, 1), new SideStream.Feed(quick, 64, 1)))) {
      for (int i = 0; i < 10; i++) {
        stream.offer(Traces.answered(i));
      }
      ten.await();
      assertThat(counts(stream, "stuck").dropped()).isBetween(5L, 6L);
      assertThat(counts(stream, "quick").dropped()).isZero();
      release.countDown();
    }
  }

  @Test
  void aSampleKeepsItsFractionAndEveryFailingTrace() {
    TraceSink all = sink("all", trace -> {});
    SideStream stream = new SideStream(List.of(new SideStream.Feed(all, 100_000, 0.25)));
    for (int i = 0; i < 20_000; i++) {
      stream.offer(Traces.answered(i));
    }
    for (int i = 0; i < 100; i++) {
      stream.offer(Traces.failed(i));
    }
    stream.close();
    TraceCounts counts = counts(stream, "all");
    assertThat(counts.stored()).isBetween(4_600L + 100, 5_400L + 100);
    assertThat(counts.stored() + counts.unsampled()).isEqualTo(20_100);
  }

  @Test
  void anUnreachableCollectorIsCountedAndWaitedForByNobody() throws Exception {
    OtlpSink otlp = new OtlpSink(new OtlpSinkSettings(URI.create("http://127.0.0.1:9"), null));
    SideStream stream = new SideStream(List.of(new SideStream.Feed(otlp, 100, 1)));
    for (int i = 0; i < 20; i++) {
      stream.offer(Traces.answered(i));
    }
    stream.close();
    TraceCounts counts = counts(stream, "otlp");
    assertThat(counts.failed()).isEqualTo(20);
    assertThat(counts.stored()).isZero();
  }

  private static TraceCounts counts(SideStream stream, String sink) {
    return Objects.requireNonNull(stream.counts().get(sink));
  }

  private interface Body {
    void accept(TraceRecord trace) throws Exception;
  }

  private static TraceSink sink(String name, Body body) {
    return new TraceSink() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void accept(TraceRecord trace) throws Exception {
        body.accept(trace);
      }
    };
  }
}
