package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Clients that do not read hold little of the gateway's memory, because it stops reading for them. The long
/// form, `-Dprism.slow-readers=9000 -Dprism.slow-readers.seconds=300`, also watches that it stays so.
@Tag("nightly")
class SlowReaderIT {
  private static final int READERS = Integer.getInteger("prism.slow-readers", 200);
  /// Calls that may be on their way to the provider: many more would be a queue, and be shed.
  private static final int AT_ONCE = 16;
  /// How long what they hold is watched.
  private static final int SECONDS = Integer.getInteger("prism.slow-readers.seconds", 1);
  private static final long LOOK_NANOS = 100_000_000;
  private static final int OFFERED_EVENTS = 4096;
  private static final long PROMISED_BYTES_EACH = 40 * 1024;
  /// Arenas of the event loops, which do not grow with the number of readers.
  private static final long BASE_BYTES = 16L << 20;

  @Test
  void aReaderThatStopsHoldsBoundedMemory() throws IOException {
    AtomicLong sent = new AtomicLong();
    String event = "data: " + Chat.says("x".repeat(8_000)) + "\n\n";
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.sendBuffer(32 * 1024);
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      for (int i = 0; i < OFFERED_EVENTS; i++) {
        call.chunk(event);
        sent.addAndGet(event.length());
      }
    });
        Subject gateway = Subject.start(GatewayYaml.to(stub.port())
            .timeouts("{ connect: 30s, first-token: 60s, idle: 20m, total: 30m }")
            .server(", clients: { write-timeout: 20m }"))) {
      long before = gateway.directBytes();
      List<RawHttp> readers = new ArrayList<>();
      List<ReceivedRequest> calls;
      try {
        for (int i = 0; i < READERS; i++) {
          RawHttp http = RawHttp.connect(gateway.port(), 4096);
          http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")));
          readers.add(http);
          int least = i < READERS - 1 ? i - AT_ONCE : READERS;
          Await.until("the calls reach the provider", Duration.ofMinutes(1),
              () -> stub.requests().size() >= least);
        }
        calls = List.copyOf(stub.requests());
        awaitStandstill(sent);
        long held = gateway.directBytes() - before;
        long most = mostWithin(Duration.ofSeconds(SECONDS), gateway) - before;
        boolean flat = most <= held + held / 20;
        Scorecard.write("R7",
            "%d KB direct memory in all for %d readers, %d KB each; at most %d KB within %d s"
                .formatted(most / 1024, READERS, most / 1024 / READERS, most / 1024, SECONDS),
            "<= 40 KB each, all included, and flat", flat && most <= READERS * PROMISED_BYTES_EACH);
        assertThat(flat).as("%d bytes, then %d", held, most).isTrue();
        assertThat(most).isLessThanOrEqualTo(BASE_BYTES + READERS * PROMISED_BYTES_EACH);
        assertThat(
            RawHttp
                .post(gateway.port(), "/v1/chat/completions", Chat.request("chat"),
                    new Header("x-prism-timeout-ms", "1"))
                .status())
            .as("another client is served")
            .isGreaterThan(0);
      } finally {
        for (RawHttp reader : readers) {
          reader.reset();
        }
      }
      // Not the count of open connections: one that no reader used may wait in the pool.
      calls.forEach(call -> call.awaitClosedByPeer(TestGateway.SOON));
    }
  }

  /// The most direct memory in use at any moment of this time.
  private static long mostWithin(Duration time, Subject gateway) throws IOException {
    long most = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      most = Math.max(most, gateway.directBytes());
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return most;
  }

  /// The gateway: in this process, or, for more readers than one process may have files for, in its own.
  private record Subject(@Nullable TestGateway here, @Nullable GatewayProcess apart)
      implements
        AutoCloseable {
    private static final int MOST_HERE = 2_000;

    static Subject start(GatewayYaml yaml) throws IOException {
      return READERS <= MOST_HERE
          ? new Subject(TestGateway.start(yaml), null)
          : new Subject(null, GatewayProcess.start(yaml));
    }

    int port() {
      return here != null ? here.port() : Objects.requireNonNull(apart).port();
    }

    long directBytes() throws IOException {
      if (here != null) {
        return PlatformDependent.usedDirectMemory();
      }
      String metrics = RawHttp.get(Objects.requireNonNull(apart).adminPort(), "/metrics").text();
      return metrics.lines()
          .filter(line -> line.startsWith("prism_direct_memory_bytes "))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
          .sum();
    }

    @Override
    public void close() {
      if (here != null) {
        here.close();
      }
      if (apart != null) {
        apart.close();
      }
    }
  }

  /// Waits until nothing has been taken from the provider for a second.
  private static void awaitStandstill(AtomicLong sent) {
    long[] last = {-1, System.nanoTime()};
    Await.until("the provider is stopped", Duration.ofMinutes(3), () -> {
      long now = sent.get();
      if (now != last[0]) {
        last[0] = now;
        last[1] = System.nanoTime();
      }
      return System.nanoTime() - last[1] > 1_000_000_000L;
    });
    assertThat(sent.get()).isLessThan((long) OFFERED_EVENTS * READERS * 8_000);
  }

  @Test
  void aReaderThatGoesOnGetsEveryByte() throws IOException {
    int events = 20_000;
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      for (int i = 0; i < events; i++) {
        call.chunk("data: " + Chat.says("number " + i + " ") + "\n\n");
      }
      call.chunk("data: " + Chat.FINISH + "\n\ndata: [DONE]\n\n");
      call.send("0\r\n\r\n");
    });
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        // Far less than the stream, but no less than the kernel sends at once: below that it waits for its
        // own timers between two pieces, now and then for minutes.
        RawHttp http = RawHttp.connect(gateway.port(), 128 * 1024)) {
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")));
      stub.awaitRequest(0, TestGateway.SOON);
      String text = http.response().text();
      assertThat(text.lines().filter(line -> line.startsWith("data: {"))).hasSize(events + 1);
      assertThat(text).contains("number 0 ", "number " + (events - 1) + " ").endsWith("[DONE]\n\n");
    }
  }
}
