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
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Clients that do not read hold little of the gateway's memory, because it stops reading for them.
class SlowReaderIT {
  private static final int READERS = Integer.getInteger("prism.slow-readers", 200);
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
        TestGateway gateway = TestGateway
            .start(GatewayYaml.to(stub.port()).server(", clients: { write-timeout: 10m }"))) {
      long before = PlatformDependent.usedDirectMemory();
      List<RawHttp> readers = new ArrayList<>();
      List<ReceivedRequest> calls;
      try {
        for (int i = 0; i < READERS; i++) {
          RawHttp http = RawHttp.connect(gateway.port(), 4096);
          http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")));
          readers.add(http);
        }
        Await.until("all calls reach the provider", Duration.ofSeconds(60),
            () -> stub.requests().size() == READERS);
        calls = List.copyOf(stub.requests());
        awaitStandstill(sent);
        long held = Math.max(0, PlatformDependent.usedDirectMemory() - before);
        Scorecard.write("R7",
            "%d KB direct memory in all for %d readers, %d KB each".formatted(held / 1024, READERS,
                held / 1024 / READERS),
            "<= 40 KB each, all included", held <= READERS * PROMISED_BYTES_EACH);
        assertThat(held).isLessThanOrEqualTo(BASE_BYTES + READERS * PROMISED_BYTES_EACH);
        assertThat(gateway.chat("chat", new Header("x-prism-timeout-ms", "1")).status())
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

  /// Waits until nothing has been taken from the provider for a second.
  private static void awaitStandstill(AtomicLong sent) {
    long[] last = {-1, System.nanoTime()};
    Await.until("the provider is stopped", Duration.ofSeconds(60), () -> {
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
