package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Chunking;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.Scorecard;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// However the provider's bytes are cut, the client gets the same ones.
@Tag("push")
class SseSplitIT {
  private static final String STREAM = "\uFEFF: hello\r\n\r\ndata: " + Chat.says("H€llo𝄞")
      + "\n\nevent: x\nid: 1\ndata:" + Chat.says("two\\n") + "\r\n\r\n: OPENROUTER PROCESSING\n\n"
      + "data: " + Chat.says("three") + "\r\rdata: " + Chat.FINISH + "\n\n";

  @Test
  void anyCutInTwoGivesTheSameBytes() throws IOException {
    byte[] stream = (STREAM + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    try (StubProvider stub = StubProvider.answering(Reply.events(List.of(stream)));
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        RawHttp http = RawHttp.connect(gateway.port())) {
      for (int cut = 1; cut < stream.length; cut++) {
        stub.answer(Reply.events(
            List.of(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length))));
        RawResponse response = http
            .send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")))
            .response();
        assertThat(response.body()).as("cut at %d", cut).isEqualTo(stream);
        assertThat(response.isWhole()).isTrue();
      }
      gateway.awaitTraces(stream.length - 1)
          .forEach(trace -> assertThat(trace.path("outcome").asString()).isEqualTo("answered"));
    }
    Scorecard.write("R25",
        (stream.length - 1) + " cuts of one stream of all line ends: the same bytes",
        "the same for every cut", true);
  }

  @Test
  void smallPiecesGiveTheSameBytes() throws IOException {
    byte[] stream = (STREAM + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8);
    try (StubProvider stub = StubProvider.answering(Reply.events(List.of(stream)));
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      for (Chunking chunking : Chunking.values()) {
        stub.answer(Reply.events(chunking.cut(stream)));
        assertThat(gateway.stream("chat").body()).as("%s", chunking).isEqualTo(stream);
        stub.answer(Reply.events(chunking.cut(stream)).framing(Reply.Framing.UNTIL_CLOSE));
        assertThat(gateway.stream("chat").body()).as("%s until close", chunking).isEqualTo(stream);
      }
    }
  }

  @Test
  void eachEventIsForwardedWhenItArrives() throws IOException {
    try (StubProvider stub = StubProvider.scripted(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n"
          + "transfer-encoding: chunked\r\n\r\n");
      call.chunk("data: " + Chat.says("one") + "\n\n");
      call.hang();
    });
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));
        RawHttp http = RawHttp.connect(gateway.port())) {
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("chat")));
      assertThat(http.readUntil("\n\n")).contains("one");
    }
  }
}
