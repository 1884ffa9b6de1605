package dev.prism.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StubProviderTest {
  private static final Duration SOON = Duration.ofSeconds(5);

  @Test
  void keepsTheRequestAsItArrived() throws IOException {
    try (StubProvider stub = StubProvider.answering(Reply.json(200, "{}"))) {
      RawHttp.post(stub.port(), "/v1/x?y=1", "{\"a\":\"é\"}", new Header("X-Odd", " a  b "));
      ReceivedRequest request = stub.awaitRequest(0, SOON);

      assertThat(request.head()).startsWith("POST /v1/x?y=1 HTTP/1.1\r\nhost: 127.0.0.1\r\n")
          .contains("X-Odd:  a  b \r\n")
          .endsWith("\r\n\r\n");
      assertThat(request.bodyText()).isEqualTo("{\"a\":\"é\"}");
      request.awaitClosedByPeer(SOON);
    }
  }

  @Test
  void readsPipelinedAndChunkedRequests() throws IOException {
    try (StubProvider stub = StubProvider.answering(r -> Reply.json(200, r.bodyText()));
        RawHttp http = RawHttp.connect(stub.port())) {
      http.send("POST /1 HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n"
          + "0\r\n\r\nPOST /2 HTTP/1.1\r\ncontent-length: 2\r\n\r\nfg");

      assertThat(http.response().text()).isEqualTo("abcde");
      assertThat(http.response().text()).isEqualTo("fg");
      assertThat(stub.requests()).extracting(ReceivedRequest::connection).containsExactly(0, 0);
    }
  }

  @Test
  void endsAsItIsTold() throws IOException {
    Reply stream = Reply.sse("{\"a\":1}", "[DONE]");
    try (StubProvider stub = StubProvider.answering(stream)) {
      RawResponse whole = RawHttp.get(stub.port(), "/");
      assertThat(whole.isWhole()).isTrue();
      assertThat(whole.text()).isEqualTo("data: {\"a\":1}\n\ndata: [DONE]\n\n");

      stub.answer(stream.ending(Reply.Ending.CLOSE));
      assertThat(RawHttp.get(stub.port(), "/").isWhole()).isFalse();
      stub.answer(stream.ending(Reply.Ending.RESET));
      assertThat(RawHttp.get(stub.port(), "/").isWhole()).isFalse();
      stub.answer(Reply.nothing(Reply.Ending.CLOSE));
      assertThatThrownBy(() -> RawHttp.get(stub.port(), "/")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void noticesThatThePeerLeavesWhileItHangs() throws IOException {
    try (StubProvider stub = StubProvider.answering(Reply.nothing(Reply.Ending.HANG));
        RawHttp http = RawHttp.connect(stub.port())) {
      http.send(RawHttp.request("GET", "/", ""));
      ReceivedRequest request = stub.awaitRequest(0, SOON);
      assertThat(request.closedByPeer()).isFalse();
      long left = System.nanoTime();
      http.reset();

      assertThat(request.awaitClosedByPeer(SOON) - left).isLessThan(SOON.toNanos());
      Await.until("the connection is forgotten", SOON, () -> stub.openConnections() == 0);
    }
  }

  @Test
  void anyCutHasAllTheBytes() {
    byte[] stream = "data: a\r\n\r\ndata: b\n\n: c\n\ndata: d".getBytes(StandardCharsets.UTF_8);

    for (Chunking chunking : Chunking.values()) {
      StringBuilder all = new StringBuilder();
      List<byte[]> pieces = chunking.cut(stream);
      pieces.forEach(piece -> all.append(new String(piece, StandardCharsets.UTF_8)));
      assertThat(all.toString()).as("%s", chunking)
          .isEqualTo(new String(stream, StandardCharsets.UTF_8));
      assertThat(pieces).allMatch(piece -> piece.length > 0);
    }
    assertThat(Chunking.EVENT.cut(stream)).hasSize(4);
  }
}
