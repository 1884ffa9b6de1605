package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Http2Frame;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubCall;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Row R9: SIGTERM loses nothing that had begun, and the process ends with 0.
@Tag("nightly")
class DrainIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final int OVER_HTTP1 = 100;
  private static final int HTTP2_CONNECTIONS = 2;
  private static final int STREAMS_EACH = 50;
  private static final int ALL = OVER_HTTP1 + HTTP2_CONNECTIONS * STREAMS_EACH;

  @Test
  void twoHundredStreamsGoThroughSigtermWhole() throws IOException, InterruptedException {
    CountDownLatch goOn = new CountDownLatch(1);
    try (StubProvider stub = StubProvider.scripted(call -> {
      begin(call);
      awaitQuietly(goOn);
      call.chunk(
          "data: " + Chat.says(" there") + "\n\ndata: " + Chat.FINISH + "\n\ndata: [DONE]\n\n");
      call.send("0\r\n\r\n");
    });
        GatewayProcess gateway = GatewayProcess
            .start(GatewayYaml.to(stub.port()).drainTimeout("20s"))) {
      List<RawHttp> ones = new ArrayList<>();
      for (int i = 0; i < OVER_HTTP1; i++) {
        RawHttp http = RawHttp.connect(gateway.port());
        http.send(RawHttp.request("POST", CHAT, Chat.streamRequest("chat")));
        ones.add(http);
      }
      List<RawHttp2> twos = new ArrayList<>();
      List<List<Integer>> streams = new ArrayList<>();
      for (int i = 0; i < HTTP2_CONNECTIONS; i++) {
        RawHttp2 http = RawHttp2.connect(gateway.port());
        List<Integer> mine = new ArrayList<>();
        for (int s = 0; s < STREAMS_EACH; s++) {
          mine.add(http.post(CHAT, Chat.streamRequest("chat")));
        }
        http.awaitData(mine.getFirst());
        twos.add(http);
        streams.add(mine);
      }
      RawHttp idle = RawHttp.connect(gateway.port());
      Await.until("all streams have begun", Duration.ofSeconds(30),
          () -> stub.requests().size() == ALL);
      for (RawHttp http : ones) {
        http.readUntil("Hello");
      }

      gateway.terminate();
      long told = System.nanoTime();
      Await.until("new connections are refused", Duration.ofSeconds(5),
          () -> isRefused(gateway.port()));
      long refusedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - told);
      assertThat(RawHttp.get(gateway.adminPort(), "/readyz").status()).isEqualTo(503);
      assertThat(idle.responseOrNull()).as("an idle connection is closed").isNull();

      goOn.countDown();
      int whole = 0;
      for (RawHttp http : ones) {
        whole += http.readUntil("0\r\n\r\n").contains("[DONE]") ? 1 : 0;
      }
      for (int i = 0; i < twos.size(); i++) {
        whole += wholeStreams(twos.get(i), streams.get(i).size());
      }
      int exit = gateway.exitCode(Duration.ofSeconds(20));
      Scorecard.write("R9",
          "%d of %d streams whole, refused after %d ms, exit %d".formatted(whole, ALL,
              refusedMillis, exit),
          "200 whole, new connections refused within 5 s, exit 0", whole == ALL && exit == 0);
      assertThat(whole).isEqualTo(ALL);
      assertThat(exit).isZero();
    }
  }

  /// Reads until the connection ends: GOAWAY must have come, and an end of each stream that was no reset.
  private static int wholeStreams(RawHttp2 http, int expected) throws IOException {
    int ended = 0;
    boolean goAway = false;
    for (Http2Frame frame = http.next(); frame != null; frame = http.next()) {
      goAway |= frame.type() == Http2Frame.GOAWAY && frame.errorCode() == 0;
      boolean carries = frame.type() == Http2Frame.DATA || frame.type() == Http2Frame.HEADERS;
      ended += carries && frame.has(Http2Frame.END_STREAM) ? 1 : 0;
    }
    assertThat(goAway).as("GOAWAY came").isTrue();
    return Math.min(ended, expected);
  }

  @Test
  void whatDoesNotEndInTimeEndsWithAnErrorOfItsDialect() throws IOException, InterruptedException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      begin(call);
      call.hang();
    });
        GatewayProcess gateway = GatewayProcess
            .start(GatewayYaml.to(stub.port()).drainTimeout("700ms"));
        RawHttp http = RawHttp.connect(gateway.port());
        RawHttp2 two = RawHttp2.connect(gateway.port())) {
      http.send(RawHttp.request("POST", CHAT, Chat.streamRequest("chat")));
      http.readUntil("Hello");
      int stream = two.post(CHAT, Chat.streamRequest("chat"));
      two.awaitData(stream);
      gateway.terminate();
      assertThat(http.readUntil("0\r\n\r\n")).contains("\"error\"", "shutting down")
          .doesNotContain("[DONE]");
      assertThat(rest(two, stream)).contains("\"error\"", "shutting down").doesNotContain("[DONE]");
      assertThat(gateway.exitCode(Duration.ofSeconds(10))).isZero();
      stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON);
    }
  }

  private static String rest(RawHttp2 http, int stream) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Http2Frame frame = http.next(); frame != null; frame = http.next()) {
      if (frame.type() == Http2Frame.DATA && frame.stream() == stream) {
        text.append(new String(frame.payload(), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  private static void begin(StubCall call) throws IOException {
    call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        + "transfer-encoding: chunked\r\n\r\n");
    call.chunk("data: " + Chat.says("Hello") + "\n\n");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRefused(int port) {
    try (RawHttp http = RawHttp.connect(port)) {
      return http.responseOrNull() == null;
    } catch (IOException refused) {
      return true;
    }
  }
}
