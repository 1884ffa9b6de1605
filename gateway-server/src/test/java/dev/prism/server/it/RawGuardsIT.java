package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Raw passthrough to providers of other dialects is behind the same guards: keys' routes, rails both ways,
/// counted tokens, traces, and the provider's key stays the gateway's.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RawGuardsIT {
  private static final String SECRET = "ghp_0123456789abcdefABCDEF0123456789abcd";
  private static final String FLASH = "/gemini/v1beta/models/flash:generateContent";
  private static final String ASKS = "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}";
  private final StubProvider stub = StubProvider.answering(Chat.answer());
  private final TestGateway gateway = TestGateway.start(yaml());

  private GatewayYaml yaml() {
    GatewayYaml yaml = GatewayYaml.to(stub.port())
        .rail("out", "{ on: output, scanners: [secrets], action: block }")
        .rail("in", "{ on: input, scanners: [secrets], action: block }")
        .route("any", "{ a: { provider: up, model: m } }", "{ primary: a }")
        .tenants("""
              default: { open: true }
              railed: { keys: ["sha256:%s"], rails: [in, out] }
              narrow: { keys: ["sha256:%s"], routes: ["gemini/flash", "bedrock/a:0"] }
            """.formatted(Keys.hash("railed"), Keys.hash("narrow")));
    for (String adapter : List.of("gemini", "bedrock", "cohere")) {
      yaml.provider(adapter,
          "{ adapter: " + adapter + ", api-key: theirs, base-url: \"" + stub.url() + "\" }");
    }
    return yaml;
  }

  @BeforeEach
  void reset() {
    stub.forget();
    stub.answer(Reply.json(200, "{\"ok\":true}"));
  }

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }

  private static Header key(String key) {
    return new Header("authorization", "Bearer " + key);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      /gemini/v1beta/models/flash:generateContent | {} | 200
      /gemini/v1beta/models/flash%3AgenerateContent | {} | 200
      /gemini/v1beta/models/pro:generateContent | {} | 403
      /gemini/v1beta/models/pro:generateContent | {"model":"flash"} | 403
      /gemini/v1beta/models/pro%3AgenerateContent | {"model":"flash"} | 403
      /gemini/v1beta/%6Dodels/pro:generateContent | {"model":"flash"} | 403
      /gemini/v1beta/interactions | {"model":"flash"} | 200
      /gemini/v1beta/cachedContents | {} | 403
      /bedrock/model/a:0/converse | {} | 200
      /bedrock/model/a%3A0/invoke | {} | 200
      /bedrock/model/b/converse | {"model":"a:0"} | 403
      /cohere/v1/rerank | {"model":"flash"} | 403
      """)
  void aKeyReachesOnlyTheModelsOfItsRoutes(String path, String body, int status)
      throws IOException {
    RawResponse response = gateway.post(path, body, key("narrow"));
    assertThat(response.status()).isEqualTo(status);
    assertThat(stub.requests()).hasSize(status == 200 ? 1 : 0);
  }

  @Test
  void railsReadWhatIsAskedAndWhatIsAnswered() throws IOException {
    RawResponse asked = gateway.post(FLASH, ASKS.replace("hi", SECRET), key("railed"));
    assertThat(asked.status()).isEqualTo(403);
    assertThat(stub.requests()).isEmpty();
    String gemini = "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + SECRET
        + "\"}]},\"finishReason\":\"STOP\"}]}";
    String cohere = "{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"" + SECRET + "\"}]}}";
    for (Reply reply : List.of(Reply.json(200, gemini), Reply.sse(gemini),
        Reply.json(200, "[" + gemini + "]"))) {
      stub.answer(reply);
      assertThat(gateway.post(FLASH, ASKS, key("railed")).text()).contains("content_blocked")
          .doesNotContain("ghp_");
    }
    stub.answer(Reply.json(200, cohere));
    assertThat(gateway.post("/cohere/v2/chat", "{}", key("railed")).text())
        .contains("content_blocked")
        .doesNotContain("ghp_");
    stub.answer(Reply.json(200, "{\"output\":" + cohere + "}"));
    assertThat(gateway.post("/bedrock/model/m/converse", "{}", key("railed")).text())
        .contains("content_blocked")
        .doesNotContain("ghp_");
  }

  @Test
  void framesThatNoRailCanReadAreBlockedByAClosedRail() throws IOException {
    stub.answer(frames(CancelAcrossDialectsIT.frame("contentBlockDelta",
        "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + SECRET + "\"}}")));
    RawResponse response = gateway.post("/bedrock/model/m/converse-stream", "{}", key("railed"));
    assertThat(response.text()).contains("content_blocked").doesNotContain("ghp_");
    assertThat(gateway.traceOf(response).toString()).doesNotContain("ghp_");
  }

  @Test
  void whatBedrockCountsIsCountedInEveryForm() throws IOException {
    stub.answer(frames(CancelAcrossDialectsIT.frame("metadata",
        "{\"usage\":{\"inputTokens\":7,\"outputTokens\":5,\"totalTokens\":12}}")));
    assertCounted("converse-stream");
    String last = "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":"
        + "{\"inputTokenCount\":7,\"outputTokenCount\":5}}";
    stub.answer(frames(CancelAcrossDialectsIT.frame("chunk", "{\"bytes\":\""
        + Base64.getEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8)) + "\"}")));
    assertCounted("invoke-with-response-stream");
    stub.answer(Reply.json(200, "{\"type\":\"message\",\"content\":[{\"type\":\"text\","
        + "\"text\":\"a\"}],\"usage\":{\"input_tokens\":7,\"output_tokens\":5}}"));
    assertCounted("invoke");
  }

  private void assertCounted(String verb) throws IOException {
    RawResponse response = gateway.post("/bedrock/model/m/" + verb, "{}");
    assertThat(response.status()).isEqualTo(200);
    var usage = gateway.traceOf(response).path("usage");
    assertThat(usage.path("input").asInt()).as(verb).isEqualTo(7);
    assertThat(usage.path("output").asInt()).as(verb).isEqualTo(5);
  }

  @Test
  void theProvidersKeyGoesAlongAndTheClientsDoesNot() throws IOException {
    gateway.post(FLASH, ASKS, key("railed"), new Header("x-goog-api-key", "mine"));
    assertThat(stub.requests().getFirst().headers().toString()).contains("theirs")
        .doesNotContain("railed", "mine");
    stub.forget();
    gateway.post("/bedrock/model/m/converse", "{}", key("railed"));
    assertThat(stub.requests().getFirst().headers().toString()).contains("Bearer theirs")
        .doesNotContain("railed");
  }

  private static Reply frames(byte[] frames) {
    Reply reply = Reply.events(List.of(frames));
    return new Reply(200, List.of(new Header("content-type", "application/vnd.amazon.eventstream")),
        reply.pieces(), reply.framing(), reply.ending());
  }
}
