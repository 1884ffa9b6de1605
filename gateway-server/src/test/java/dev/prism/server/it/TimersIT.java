package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each of the timers fires when it should, and says which it was.
class TimersIT {
  private static final long GENEROUS_MILLIS = 5_000;

  @Test
  void connect() throws IOException {
    List<SocketChannel> filling = new ArrayList<>();
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // The kernel answers no more once the accept queue is full: nobody accepts here.
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel
            .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort()));
        filling.add(channel);
      }
      try (TestGateway gateway = gateway(deaf.getLocalPort(),
          "{ connect: 300ms, first-token: 20s, idle: 20s, total: 30s }")) {
        assertTimedOut(gateway, gateway.chat("chat"), "connect", 300);
      }
    } finally {
      for (SocketChannel channel : filling) {
        channel.close();
      }
    }
  }

  @Test
  void aRefusedConnectionIsNoTimeout() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (TestGateway gateway = TestGateway.start(GatewayYaml.to(port))) {
      RawResponse response = gateway.chat("chat");

      assertThat(response.status()).isEqualTo(502);
      assertThat(response.text()).contains("\"code\":\"upstream_error\"")
          .doesNotContain("127.0.0.1");
    }
  }

  @Test
  void firstToken() throws IOException {
    try (StubProvider stub = StubProvider.answering(Reply.nothing(Reply.Ending.HANG));
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 300ms, idle: 20s, total: 30s }")) {
      assertTimedOut(gateway, gateway.stream("chat"), "first-token", 300);
      stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void firstByteOfAReplyThatIsNoStream() throws IOException {
    try (StubProvider stub = StubProvider.answering(Reply.nothing(Reply.Ending.HANG));
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-byte: 300ms, idle: 20s, total: 30s }")) {
      assertTimedOut(gateway, gateway.chat("chat"), "first-byte", 300);
      stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void commentsAreNoFirstToken() throws IOException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      while (call.pause(Duration.ofMillis(50))) {
        call.chunk(": ping\n\n");
      }
    });
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 400ms, idle: 20s, total: 30s }")) {
      assertTimedOut(gateway, gateway.stream("chat"), "first-token", 400);
    }
  }

  @Test
  void idle() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.unfinished().ending(Reply.Ending.HANG));
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 20s, idle: 300ms, total: 30s }")) {
      RawResponse response = gateway.stream("chat");

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains("Hello")
          .contains("\"code\":\"upstream_timeout\"")
          .contains("time limit: idle")
          .doesNotContain("[DONE]");
      assertThat(gateway.traceOf(response).path("error").asString()).isEqualTo("upstream_timeout");
      stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void commentsDoNotKeepAnIdleStreamAlive() throws IOException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      call.chunk("data: " + Chat.says("Hello") + "\n\n");
      while (call.pause(Duration.ofMillis(50))) {
        call.chunk(": ping\n\n");
      }
    });
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 20s, idle: 400ms, total: 30s }")) {
      assertThat(gateway.stream("chat").text()).contains("time limit: idle");
    }
  }

  @Test
  void total() throws IOException {
    try (StubProvider stub = dripping();
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 20s, idle: 20s, total: 500ms }")) {
      RawResponse response = gateway.stream("chat");

      assertThat(response.text()).contains("Hello")
          .contains("\"code\":\"upstream_timeout\"")
          .contains("time limit: total")
          .doesNotContain("[DONE]");
      stub.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void aWholeAnswerHasATotalToo() throws IOException {
    try (StubProvider stub = StubProvider.answering(Reply.nothing(Reply.Ending.HANG));
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 20s, idle: 20s, total: 300ms }")) {
      assertTimedOut(gateway, gateway.chat("chat"), "total", 300);
    }
  }

  @Test
  void theClientMayShortenTheTotalAndNeverLengthenIt() throws IOException {
    try (StubProvider stub = StubProvider.answering(Reply.nothing(Reply.Ending.HANG));
        TestGateway gateway = gateway(stub.port(),
            "{ connect: 5s, first-token: 20s, idle: 20s, total: 1s }")) {
      RawResponse shortened = gateway.chat("chat", new Header("x-prism-timeout-ms", "200"));
      assertThat(shortened.status()).isEqualTo(504);
      assertThat(shortened.text()).contains("200 ms (time limit: total)");
      assertThat(latency(shortened)).isBetween(150L, 900L);
      RawResponse lengthened = gateway.chat("chat", new Header("x-prism-timeout-ms", "60000"));
      assertThat(lengthened.status()).isEqualTo(504);
      assertThat(lengthened.text()).contains("1000 ms (time limit: total)");
      assertThat(latency(lengthened)).isBetween(900L, 1_000 + GENEROUS_MILLIS);
    }
  }

  private static StubProvider dripping() {
    return StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      do {
        call.chunk("data: " + Chat.says("Hello") + "\n\n");
      } while (call.pause(Duration.ofMillis(50)));
    });
  }

  private static TestGateway gateway(int port, String timeouts) {
    return TestGateway.start(GatewayYaml.to(port).timeouts(timeouts));
  }

  private static long latency(RawResponse response) {
    return Long.parseLong(response.header("x-prism-latency-ms").orElse("-1"));
  }

  private static void assertTimedOut(TestGateway gateway, RawResponse response, String timer,
      long millis) {
    assertThat(response.status()).isEqualTo(504);
    assertThat(response.text()).contains("\"code\":\"upstream_timeout\"")
        .contains(millis + " ms (time limit: " + timer + ")");
    assertThat(latency(response)).isBetween(millis - 50, millis + GENEROUS_MILLIS);
    assertThat(gateway.traceOf(response).path("error").asString()).isEqualTo("upstream_timeout");
  }
}
