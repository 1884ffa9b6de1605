package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.Http2Frame;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.RawResponse;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.StubCall;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A client that is too slow, in whatever it does, is cut; one that is slow but goes on is served.
class SlowClientIT {
  private static final String CHAT = "/v1/chat/completions";

  @Test
  void aHeadThatDripsIsCut() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "head-timeout: 300ms");
        RawHttp http = RawHttp.connect(gateway.port())) {
      long began = System.nanoTime();
      byte[] head = RawHttp.request("POST", CHAT, Chat.request("chat"))
          .getBytes(StandardCharsets.UTF_8);
      assertThat(drip(http, head, 1, Duration.ofMillis(40))).as("cut while dripping").isTrue();
      assertThat(millisSince(began)).isBetween(290L, 3_000L);
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void aConnectionThatNeverAsksIsClosed() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "head-timeout: 300ms");
        RawHttp http = RawHttp.connect(gateway.port());
        RawHttp2 preface = RawHttp2.open(gateway.port())) {
      preface.send(Arrays.copyOf(RawHttp2.preface(), 5));
      assertThat(http.responseOrNull()).isNull();
      assertThat(preface.next()).isNull();
    }
  }

  @Test
  void anIdleConnectionIsClosedAndABusyOneIsNot() throws IOException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.pause(Duration.ofMillis(900));
      call.reply(Chat.answer());
    });
        TestGateway gateway = gateway(stub,
            "idle-timeout: 300ms, head-timeout: 300ms, body-timeout: 300ms");
        RawHttp http = RawHttp.connect(gateway.port());
        RawHttp2 two = RawHttp2.connect(gateway.port())) {
      long asked = System.nanoTime();
      http.send(RawHttp.request("POST", CHAT, Chat.request("chat")));
      int stream = two.post(CHAT, Chat.request("chat"));
      assertThat(http.response().status()).isEqualTo(200);
      assertThat(two.await(stream).status()).isEqualTo(200);
      assertThat(http.responseOrNull()).isNull();
      assertThat(two.next()).as("GOAWAY first")
          .isNotNull()
          .satisfies(frame -> assertThat(frame.type()).isEqualTo(Http2Frame.GOAWAY));
      assertThat(two.next()).isNull();
      assertThat(millisSince(asked)).isBetween(1_100L, 9_000L);
    }
  }

  @Test
  void aBodyThatDripsGetsA408() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "body-timeout: 300ms");
        RawHttp http = RawHttp.connect(gateway.port());
        RawHttp2 two = RawHttp2.connect(gateway.port())) {
      http.send("POST " + CHAT + " HTTP/1.1\r\nhost: a\r\ncontent-length: 5000\r\n"
          + "content-type: application/json\r\n\r\n{");
      int stream = two.open();
      two.headers(stream, List.of(new Header(":method", "POST"), new Header(":scheme", "http"),
          new Header(":authority", "a"), new Header(":path", CHAT)), false);
      RawResponse response = http.response();
      assertThat(response.status()).isEqualTo(408);
      assertThat(response.text()).contains("request_timeout");
      assertThat(http.responseOrNull()).as("and the connection is over").isNull();
      assertThat(two.await(stream).status()).isEqualTo(408);
      assertThat(gateway.traceOf(response).path("error").asString()).isEqualTo("request_timeout");
      assertThat(stub.requests()).isEmpty();
    }
  }

  @Test
  void aBodyThatIsSlowButGoesOnIsTaken() throws IOException {
    String json = Chat.request("chat").replace("canary", "canary" + " ".repeat(60_000));
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "body-timeout: 300ms, idle-timeout: 300ms");
        RawHttp http = RawHttp.connect(gateway.port())) {
      byte[] request = RawHttp.request("POST", CHAT, json).getBytes(StandardCharsets.UTF_8);
      assertThat(drip(http, request, 4_000, Duration.ofMillis(60))).as("cut").isFalse();
      assertThat(http.response().status()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatDoesNotTakeItsAnswerIsCutAndItsCallCancelled() throws IOException {
    try (StubProvider stub = StubProvider.scripted(SlowClientIT::endless);
        TestGateway gateway = gateway(stub, "write-timeout: 400ms");
        RawHttp http = RawHttp.connect(gateway.port(), 4096)) {
      http.send(RawHttp.request("POST", CHAT, Chat.streamRequest("chat")));
      ReceivedRequest call = stub.awaitRequest(0, TestGateway.SOON);
      call.awaitClosedByPeer(TestGateway.SOON);
      assertThat(gateway.awaitTraces(1).getFirst().path("outcome").asString())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void aStreamWithoutAWindowIsResetAndItsCallCancelled() throws IOException {
    try (StubProvider stub = StubProvider.scripted(SlowClientIT::endless);
        TestGateway gateway = gateway(stub, "write-timeout: 400ms");
        RawHttp2 http = RawHttp2.open(gateway.port()).begin(RawHttp2.setting(4, 0))) {
      int stream = http.post(CHAT, Chat.streamRequest("chat"));
      stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON);
      assertThat(http.await(stream).end()).isEqualTo(RawHttp2.End.RESET);
      assertThat(gateway.awaitTraces(1).getFirst().path("outcome").asString())
          .isEqualTo("cancelled");
    }
  }

  @Test
  void aClientThatReadsSlowlyButGoesOnGetsItsWholeAnswer() throws IOException {
    String event = "data: " + Chat.says("x".repeat(4_000)) + "\n\n";
    try (StubProvider stub = StubProvider.scripted(call -> {
      head(call);
      for (int i = 0; i < 124; i++) {
        call.chunk(event);
      }
      call.chunk("data: " + Chat.FINISH + "\n\ndata: [DONE]\n\n");
      call.send("0\r\n\r\n");
    });
        TestGateway gateway = gateway(stub, "write-timeout: 1s");
        RawHttp http = RawHttp.connect(gateway.port(), 4096)) {
      http.send(RawHttp.request("POST", CHAT, Chat.streamRequest("chat")));
      http.head();
      for (int i = 0; i < 24; i++) {
        for (int e = 0; e < 5; e++) {
          http.readUntil("\n\n");
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      assertThat(http.readUntil("[DONE]\n\n")).endsWith("[DONE]\n\n");
    }
  }

  @Test
  void oneConnectionTooManyIsTurnedAway() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = gateway(stub, "connections: 3")) {
      List<RawHttp> open = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        RawHttp http = RawHttp.connect(gateway.port());
        http.send(RawHttp.request("POST", CHAT, Chat.request("chat")));
        assertThat(http.response().status()).isEqualTo(200);
        open.add(http);
      }
      try (RawHttp late = RawHttp.connect(gateway.port())) {
        assertThat(isRefused(late)).isTrue();
      }
      assertThat(gateway.metrics()).contains("prism_connections_refused_total 1.0");
      open.removeLast().close();
      Await.until("there is room again", TestGateway.SOON, () -> isServed(gateway));
      for (RawHttp http : open) {
        http.close();
      }
    }
  }

  @Test
  void aKeyOnOneConnectionTooManyGetsA429() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer())) {
      GatewayYaml yaml = GatewayYaml.to(stub.port())
          .server(", clients: { per-key: 1 }")
          .tenants("  acme: { keys: [\"sha256:" + Keys.hash("sk-prism-one") + "\"] }\n");
      Header key = new Header("authorization", "Bearer sk-prism-one");
      try (TestGateway gateway = TestGateway.start(yaml);
          RawHttp first = RawHttp.connect(gateway.port());
          RawHttp2 second = RawHttp2.connect(gateway.port())) {
        for (int i = 0; i < 3; i++) {
          first.send(RawHttp.request("POST", CHAT, Chat.request("chat"), key));
          assertThat(first.response().status()).isEqualTo(200);
        }
        RawHttp2.Result refused = second.await(second.post(CHAT, Chat.request("chat"), key));
        assertThat(refused.status()).isEqualTo(429);
        assertThat(String.valueOf(refused.response())).contains("retry-after");
        first.reset();
        Await.until("the key is free again", TestGateway.SOON, () -> {
          try {
            return second.await(second.post(CHAT, Chat.request("chat"), key)).status() == 200;
          } catch (IOException broken) {
            throw new AssertionError(broken);
          }
        });
      }
    }
  }

  private static TestGateway gateway(StubProvider stub, String clients) {
    return TestGateway.start(GatewayYaml.to(stub.port()).server(", clients: { " + clients + " }"));
  }

  private static void head(StubCall call) throws IOException {
    call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
        + "transfer-encoding: chunked\r\n\r\n");
  }

  private static void endless(StubCall call) throws IOException {
    String event = "data: " + Chat.says("x".repeat(8_000)) + "\n\n";
    head(call);
    while (true) {
      call.chunk(event);
    }
  }

  /// Sends the bytes a few at a time; true when the gateway ended the connection before their end.
  private static boolean drip(RawHttp http, byte[] bytes, int each, Duration pause) {
    try {
      for (int from = 0; from < bytes.length; from += each) {
        http.send(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + each)));
        LockSupport.parkNanos(pause.toNanos());
      }
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  private static boolean isRefused(RawHttp http) {
    try {
      http.send(RawHttp.request("POST", CHAT, Chat.request("chat")));
      return http.responseOrNull() == null;
    } catch (IOException reset) {
      return true;
    }
  }

  private static boolean isServed(TestGateway gateway) {
    try {
      return gateway.chat("chat").status() == 200;
    } catch (IOException refused) {
      return false;
    }
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }
}
