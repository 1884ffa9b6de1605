package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Http2Frame;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.RawResponse;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What many streams of one HTTP/2 connection may ask of the event loop that others are on.
class FairTurnsIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final int STREAMS = 64;

  /// Sixty-four requests, each with its own reset behind it: those that did not begin before the reset was read
  /// never do.
  @Test
  void requestsThatAreResetWithTheSameBreathCostNearlyNothing() throws IOException {
    byte[] pairs = H2Attacks.floods().getFirst().batch().apply(0);
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        RawHttp2 http = RawHttp2.connect(gateway.port())) {
      http.send(pairs);
      RawResponse other = gateway.chat("chat");
      assertThat(other.status()).isEqualTo(200);
      gateway.traceOf(other);
      assertThat(gateway.traces()).as("requests that began").hasSizeLessThan(STREAMS / 2);
    }
  }

  @Test
  void allThatAreNotResetAreAnswered() throws IOException {
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        RawHttp2 http = RawHttp2.connect(gateway.port())) {
      for (int i = 0; i < STREAMS; i++) {
        http.post(CHAT, Chat.request("chat"));
      }
      int ended = 0;
      while (ended < STREAMS) {
        Http2Frame frame = Objects.requireNonNull(http.next(), "the connection ended");
        assertThat(frame.type()).isNotEqualTo(Http2Frame.RST_STREAM);
        boolean answer = frame.type() == Http2Frame.DATA || frame.type() == Http2Frame.HEADERS;
        ended += answer && frame.has(Http2Frame.END_STREAM) ? 1 : 0;
      }
      assertThat(stub.requests()).hasSize(STREAMS);
      assertThat(gateway.awaitTraces(STREAMS))
          .allSatisfy(trace -> assertThat(trace.path("status").asInt()).isEqualTo(200));
    }
  }
}
