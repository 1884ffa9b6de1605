package dev.prism.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RawHttp2Test {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void asksAndIsAnswered() throws IOException {
    try (StubHttp2Provider stub = StubHttp2Provider.answering(r -> Reply.json(200, r.bodyText()));
        RawHttp2 http = RawHttp2.connect(stub.port())) {
      String large = "\"" + "a".repeat(40_000) + "\"";
      RawHttp2.Result first = http.await(http.post("/1", "{}"));
      RawHttp2.Result second = http.await(http.post("/2", large));

      assertThat(first.end()).isEqualTo(RawHttp2.End.RESPONSE);
      assertThat(Objects.requireNonNull(first.response()).text()).isEqualTo("{}");
      assertThat(Objects.requireNonNull(second.response()).text()).isEqualTo(large);
      assertThat(stub.requests()).extracting(ReceivedRequest::target).containsExactly("/1", "/2");
    }
  }

  @Test
  void seesAReset() throws IOException {
    Reply cut = Reply.sse("a", "b").ending(Reply.Ending.RESET);
    try (StubHttp2Provider stub = StubHttp2Provider.answering(_ -> cut);
        RawHttp2 http = RawHttp2.connect(stub.port())) {
      RawHttp2.Result result = http.await(http.post("/", "{}"));

      assertThat(result.end()).isEqualTo(RawHttp2.End.RESET);
      assertThat(result.status()).isEqualTo(200);
    }
  }

  @Test
  void theStubNoticesThatTheStreamIsGivenUp() throws IOException {
    Reply hang = Reply.sse("a").ending(Reply.Ending.HANG);
    try (StubHttp2Provider stub = StubHttp2Provider.answering(_ -> hang);
        RawHttp2 http = RawHttp2.connect(stub.port())) {
      int stream = http.post("/", "{}");
      http.awaitData(stream);
      ReceivedRequest request = stub.awaitRequest(0, SOON);
      assertThat(request.closedByPeer()).isFalse();
      http.reset(stream);

      assertThat(request.awaitClosedByPeer(SOON)).isPositive();
    }
  }
}
