package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp2;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.Reply.Ending;
import dev.prism.testing.Reply.Framing;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// A stream that its provider did not finish is never a success.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutStreamIT {
  private final StubProvider stub = StubProvider.answering(Chat.stream());
  private final TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()));

  @BeforeAll
  void isUp() throws IOException {
    assertThat(gateway.stream("chat").text()).contains("Hello");
  }

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }

  static Stream<Arguments> cuts() {
    Reply begun = Chat.unfinished();
    String error = "{\"error\":{\"message\":\"overloaded\",\"type\":\"server_error\",\"code\":\"x\"}}";
    return Stream.of(Arguments.of("closed within the body", begun.ending(Ending.CLOSE)),
        Arguments.of("reset within the body", begun.ending(Ending.RESET)),
        Arguments.of("ended without a finish reason", begun),
        Arguments.of("ended by close without a finish reason", begun.framing(Framing.UNTIL_CLOSE)),
        Arguments.of("marked done without a finish reason",
            Reply.sse(Chat.says("Hello"), Chat.DONE)),
        Arguments.of("an error in place of the end",
            Reply.sse(Chat.says("Hello"), error, Chat.DONE)),
        Arguments.of("a finish for one of two choices", Reply.sse(Chat.says("Hello"),
            Chat.says("Ho").replace("\"index\":0", "\"index\":1"), Chat.FINISH, Chat.DONE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cuts")
  void theClientIsToldInTheStream(String name, Reply reply) throws IOException {
    stub.answer(reply);
    RawResponse response = gateway.stream("chat");

    assertThat(response.status()).as(name).isEqualTo(200);
    assertThat(response.text()).as(name)
        .contains("Hello")
        .contains("\"code\":\"upstream_error\"")
        .doesNotContain("[DONE]");
    JsonNode trace = gateway.traceOf(response);
    assertThat(trace.path("outcome").asString()).as(name).isEqualTo("failed");
    assertThat(trace.path("blame").asString()).as(name).isEqualTo("provider");
    assertThat(trace.path("error").asString()).as(name).isEqualTo("upstream_error");
    assertThat(trace.path("attempts").path(0).path("result").asString()).isEqualTo("failed");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cuts")
  void theClientIsToldOverHttp2(String name, Reply reply) throws IOException {
    stub.answer(reply);
    try (RawHttp2 http = RawHttp2.connect(gateway.port())) {
      RawHttp2.Result result = http
          .await(http.post("/v1/chat/completions", Chat.streamRequest("chat")));

      assertThat(Objects.requireNonNull(result.response(), name).text()).as(name)
          .contains("\"code\":\"upstream_error\"")
          .doesNotContain("[DONE]");
    }
  }

  static Stream<Arguments> silences() {
    return Stream.of(Arguments.of("closed", Reply.nothing(Ending.CLOSE)),
        Arguments.of("reset", Reply.nothing(Ending.RESET)),
        Arguments.of("an empty stream", Reply.sse()),
        Arguments.of("a stream of comments", Reply.sse("").ending(Ending.CLOSE)),
        Arguments.of("a role and no more",
            Reply.sse(Chat.says("").replace("\"content\":\"\"", "\"role\":\"assistant\""))),
        Arguments.of("the marker alone", Reply.sse(Chat.DONE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("silences")
  void beforeTheFirstContentItIsAnErrorResponse(String name, Reply reply) throws IOException {
    stub.answer(reply);
    RawResponse response = gateway.stream("chat");

    assertThat(response.status()).as(name).isEqualTo(502);
    assertThat(response.text()).as(name).contains("\"code\":\"upstream_error\"");
    assertThat(response.header("x-prism-attempts")).as(name).contains("1");
    assertThat(gateway.traceOf(response).path("outcome").asString()).isEqualTo("failed");
  }

  @Test
  void aMissingMarkerAloneIsHarmless() throws IOException {
    stub.answer(Reply.sse(Chat.says("Hello"), Chat.FINISH));
    RawResponse response = gateway.stream("chat");

    assertThat(response.isWhole()).isTrue();
    assertThat(response.text()).endsWith("data: [DONE]\n\n").doesNotContain("error");
    assertThat(gateway.traceOf(response).path("outcome").asString()).isEqualTo("answered");
  }

  @Test
  void aCutWholeAnswerIsAnErrorToo() throws IOException {
    byte[] half = Chat.ANSWER.substring(0, 100).getBytes(StandardCharsets.UTF_8);
    stub.script(call -> {
      call.send("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n");
      call.send(half);
      call.close();
    });
    RawResponse response = gateway.chat("chat");

    assertThat(response.status()).isEqualTo(502);
    assertThat(gateway.traceOf(response).path("outcome").asString()).isEqualTo("failed");
  }
}
