package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The Anthropic dialect over the wire: as it is to a provider that speaks it, translated in both
/// directions where only one side does.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MessagesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANSWER = """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929",\
      "content":[{"type":"text","text":"Hello there"}],"stop_reason":"end_turn","stop_sequence":null,\
      "usage":{"input_tokens":9,"cache_creation_input_tokens":0,"cache_read_input_tokens":4,\
      "output_tokens":3}}""";
  private static final List<String> EVENTS = List.of(
      "message_start\t{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
          + "\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5-20250929\",\"content\":[],"
          + "\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,"
          + "\"cache_read_input_tokens\":4,\"output_tokens\":1}}}",
      "content_block_start\t{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
          + "{\"type\":\"text\",\"text\":\"\"}}",
      "ping\t{\"type\":\"ping\"}",
      "content_block_delta\t{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
          + "{\"type\":\"text_delta\",\"text\":\"Hello\"}}",
      "content_block_delta\t{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
          + "{\"type\":\"text_delta\",\"text\":\" there\"}}",
      "content_block_stop\t{\"type\":\"content_block_stop\",\"index\":0}",
      "message_delta\t{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\","
          + "\"stop_sequence\":null},\"usage\":{\"output_tokens\":3}}",
      "message_stop\t{\"type\":\"message_stop\"}");

  private final StubProvider claude = StubProvider.answering(Reply.json(200, ANSWER));
  private final StubProvider gpt = StubProvider.answering(Chat.answer());
  private final TestGateway gateway = TestGateway.start(GatewayYaml.empty()
      .provider("claude",
          "{ adapter: anthropic, base-url: \"" + claude.url() + "\", api-key: sk-ant-1 }")
      .provider("gpt", GatewayYaml.openAi(gpt.port()))
      .route("claude", "{ a: { provider: claude, model: claude-sonnet-4-5 } }", "{ primary: a }")
      .route("gpt", "{ a: { provider: gpt, model: gpt-4o-mini } }", "{ primary: a }")
      .route("both", "{ a: { provider: claude, model: claude-sonnet-4-5 },"
          + " b: { provider: gpt, model: gpt-4o-mini } }", "{ fallback: [a, b] }"));

  @AfterEach
  void reset() {
    claude.answer(Reply.json(200, ANSWER));
    gpt.answer(Chat.answer());
    claude.forget();
    gpt.forget();
  }

  @AfterAll
  void stop() {
    gateway.close();
    claude.close();
    gpt.close();
  }

  static Reply events(List<String> events) {
    return Reply.events(events.stream()
        .map(event -> ("event: " + event.replace("\t", "\ndata: ") + "\n\n")
            .getBytes(StandardCharsets.UTF_8))
        .toList());
  }

  private static String ask(String model, boolean stream) {
    return "{\"model\":\"" + model + "\",\"max_tokens\":100,\"system\":\"Be brief.\","
        + "\"new_field\":{\"a\":[1.0]},\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]"
        + (stream ? ",\"stream\":true}" : "}");
  }

  @Test
  void sameDialectPassesByteForByte() throws IOException {
    RawResponse response = gateway.post("/v1/messages", ask("claude", false),
        new Header("anthropic-beta", "a-2025,b-2025"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.text()).isEqualTo(ANSWER);
    var sent = claude.requests().getFirst();
    assertThat(sent.target()).isEqualTo("/v1/messages");
    assertThat(sent.bodyText()).isEqualTo(ask("claude-sonnet-4-5", false));
    assertThat(sent.header("x-api-key")).contains("sk-ant-1");
    assertThat(sent.header("anthropic-version")).contains("2023-06-01");
    assertThat(sent.header("anthropic-beta")).contains("a-2025,b-2025");
    assertThat(response.header("x-prism-model-used")).contains("claude-sonnet-4-5-20250929");
    // 9 tokens at 3 $, 4 from the cache at 0.30 $ and 3 at 15 $ a million.
    assertThat(response.header("x-prism-cost")).contains("0.000073");
    JsonNode trace = gateway.traceOf(response);
    assertThat(trace.path("usage").path("cache_read").asLong()).isEqualTo(4);
    assertThat(trace.path("finish_reason").asString()).isEqualTo("end_turn");
  }

  @Test
  void sameDialectStreamsByteForByte() throws IOException {
    Reply stream = events(EVENTS);
    claude.answer(stream);
    RawResponse response = gateway.post("/v1/messages", ask("claude", true));

    StringBuilder sent = new StringBuilder();
    stream.pieces().forEach(piece -> sent.append(new String(piece, StandardCharsets.UTF_8)));
    assertThat(response.text()).isEqualTo(sent.toString());
    JsonNode usage = gateway.traceOf(response).path("usage");
    assertThat(usage.path("input").asLong()).isEqualTo(9);
    assertThat(usage.path("output").asLong()).isEqualTo(3);
  }

  @Test
  void messagesAreTranslatedForAProviderOfTheOpenAiDialect() throws IOException {
    RawResponse response = gateway.post("/v1/messages", ask("gpt", false));

    JsonNode sent = JSON.readTree(gpt.requests().getFirst().bodyText());
    assertThat(gpt.requests().getFirst().target()).isEqualTo("/v1/chat/completions");
    assertThat(sent.path("model").asString()).isEqualTo("gpt-4o-mini");
    assertThat(sent.path("messages").path(0).path("role").asString()).isEqualTo("system");
    assertThat(sent.path("messages").path(1).path("content").asString()).isEqualTo("Say hello");
    assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(100);
    JsonNode answer = JSON.readTree(response.text());
    assertThat(answer.path("type").asString()).isEqualTo("message");
    assertThat(answer.path("content").path(0).path("text").asString()).isEqualTo("Hello there");
    assertThat(answer.path("stop_reason").asString()).isEqualTo("end_turn");
    assertThat(answer.path("usage").path("input_tokens").asInt()).isEqualTo(9);
    assertThat(response.header("x-prism-dropped-params")).contains("new_field");
    assertThat(response.header("request-id")).isEqualTo(response.header("x-prism-request-id"));
  }

  @Test
  void messagesStreamFromAProviderOfTheOpenAiDialect() throws IOException {
    gpt.answer(Chat.stream());
    RawResponse response = gateway.post("/v1/messages", ask("gpt", true));

    assertThat(response.header("content-type").orElseThrow()).startsWith("text/event-stream");
    assertThat(types(response)).containsExactly("message_start", "content_block_start",
        "content_block_delta", "content_block_delta", "content_block_stop", "message_delta",
        "message_stop");
    assertThat(event(response, 0).path("message").path("usage").path("input_tokens").asInt())
        .as("an estimate, never 0")
        .isPositive();
    assertThat(event(response, 5).path("usage").path("output_tokens").asInt()).isEqualTo(3);
    assertThat(gpt.requests().getFirst().bodyText()).contains("\"include_usage\":true");
    assertThat(gateway.traceOf(response).path("outcome").asString()).isEqualTo("answered");
  }

  @Test
  void chatIsTranslatedForAnthropic() throws IOException {
    RawResponse response = gateway.chat("claude");

    JsonNode sent = JSON.readTree(claude.requests().getFirst().bodyText());
    assertThat(claude.requests().getFirst().target()).isEqualTo("/v1/messages");
    assertThat(sent.path("max_tokens").asInt()).as("the model's own limit").isEqualTo(64_000);
    JsonNode answer = JSON.readTree(response.text());
    assertThat(answer.path("choices").path(0).path("message").path("content").asString())
        .isEqualTo("Hello there");
    assertThat(answer.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
    assertThat(answer.path("usage").path("prompt_tokens").asInt()).isEqualTo(13);
    assertThat(answer.path("usage").path("prompt_tokens_details").path("cached_tokens").asInt())
        .isEqualTo(4);
    assertThat(response.header("x-prism-cost")).contains("0.000073");
  }

  @Test
  void chatStreamsFromAnthropic() throws IOException {
    claude.answer(events(EVENTS));
    RawResponse response = gateway.stream("claude");

    assertThat(response.text()).endsWith("data: [DONE]\n\n")
        .contains("\"delta\":{\"content\":\"Hello\"}")
        .contains("\"finish_reason\":\"stop\"")
        .doesNotContain("\"usage\"");
  }

  @Test
  void aCutStreamIsNeverASuccess() throws IOException {
    claude.answer(events(EVENTS.subList(0, 5)).ending(Reply.Ending.CLOSE));
    RawResponse chat = gateway.stream("claude");
    assertThat(chat.text()).contains("\"code\":\"upstream_error\"").doesNotContain("[DONE]");
    assertThat(gateway.traceOf(chat).path("outcome").asString()).isEqualTo("failed");

    claude.answer(events(EVENTS.subList(0, 5)));
    RawResponse same = gateway.post("/v1/messages", ask("claude", true));
    assertThat(types(same)).contains("error").doesNotContain("message_stop");

    gpt.answer(Chat.unfinished());
    RawResponse messages = gateway.post("/v1/messages", ask("gpt", true));
    assertThat(types(messages)).endsWith("error").doesNotContain("message_stop", "message_delta");
  }

  @Test
  void anErrorEventIsNeverACleanStop() throws IOException {
    claude.answer(events(List.of(EVENTS.get(0), EVENTS.get(1), EVENTS.get(3),
        "error\t{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}")));
    RawResponse chat = gateway.stream("claude");
    assertThat(chat.text()).contains("upstream_error").doesNotContain("[DONE]");
  }

  @Test
  void errorsAreInTheClientsDialect() throws IOException {
    claude.answer(Reply.json(400, """
        {"type":"error","error":{"type":"invalid_request_error",\
        "message":"prompt is too long: 210000 tokens > 200000 maximum"},"request_id":"req_1"}"""));
    RawResponse chat = gateway.chat("claude");
    assertThat(chat.status()).isEqualTo(400);
    JsonNode error = JSON.readTree(chat.text()).path("error");
    assertThat(error.path("code").asString()).isEqualTo("context_length_exceeded");
    assertThat(error.path("message").asString()).startsWith("prompt is too long");

    gpt.answer(Reply.json(429, "{\"error\":{\"message\":\"slow down\",\"code\":\"x\"}}")
        .with("retry-after", "7"));
    RawResponse limited = gateway.post("/v1/messages", ask("gpt", false));
    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.header("retry-after")).contains("7");
    assertThat(JSON.readTree(limited.text()).path("error").path("type").asString())
        .isEqualTo("rate_limit_error");

    claude.answer(Reply.json(529,
        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"busy\"}}"));
    assertThat(gateway.chat("claude").status()).isEqualTo(503);
    RawResponse busy = gateway.post("/v1/messages", ask("claude", false));
    assertThat(busy.status()).isEqualTo(529);
    assertThat(busy.text()).contains("overloaded_error");
  }

  @Test
  void fallbackCrossesDialects() throws IOException {
    claude.answer(Reply.json(500, "{}"));
    RawResponse messages = gateway.post("/v1/messages", ask("both", false));
    assertThat(messages.text()).contains("\"type\":\"message\"").contains("Hello there");
    assertThat(messages.header("x-prism-provider")).contains("gpt");
    assertThat(messages.header("x-prism-fallback-used")).contains("true");
    RawResponse chat = gateway.chat("both");
    assertThat(chat.text()).contains("chat.completion");
    assertThat(chat.header("x-prism-attempts")).contains("2");
  }

  @Test
  void theProviderIsToldAtOnceThatTheClientHasLeft() throws IOException {
    claude.answer(events(EVENTS.subList(0, 5)).ending(Reply.Ending.HANG));
    try (var http = RawHttp.connect(gateway.port())) {
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("claude")));
      claude.awaitRequest(0, TestGateway.SOON);
    }
    long left = System.nanoTime();
    long nanos = claude.awaitRequest(0, TestGateway.SOON).awaitClosedByPeer(TestGateway.SOON)
        - left;
    assertThat(TimeUnit.NANOSECONDS.toMillis(nanos)).isLessThan(1_000);
  }

  @Test
  void tokensAreCountedByTheProviderOrEstimated() throws IOException {
    claude.answer(Reply.json(200, "{\"input_tokens\":17}"));
    assertThat(gateway.post("/v1/messages/count_tokens", ask("claude", false)).text())
        .isEqualTo("{\"input_tokens\":17}");
    assertThat(claude.requests().getFirst().target()).isEqualTo("/v1/messages/count_tokens");
    RawResponse estimated = gateway.post("/v1/messages/count_tokens", ask("gpt", false));
    assertThat(JSON.readTree(estimated.text()).path("input_tokens").asInt()).isBetween(5, 40);
    assertThat(gpt.requests()).isEmpty();
  }

  private static List<String> types(RawResponse response) {
    return response.text()
        .lines()
        .filter(line -> line.startsWith("event: "))
        .map(line -> line.substring(7))
        .toList();
  }

  private static JsonNode event(RawResponse response, int index) {
    return JSON.readTree(response.text()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .skip(index)
        .findFirst()
        .orElseThrow()
        .substring(6));
  }
}
