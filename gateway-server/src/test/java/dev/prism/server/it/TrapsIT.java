package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The traps that only the wire shows, and every client dialect at every adapter.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrapsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ADAPTERS = List.of("openai", "anthropic", "gemini", "bedrock",
      "cohere", "azure");
  private final StubProvider stub = StubProvider.answering(Chat.answer());
  private final TestGateway gateway = TestGateway.start(yaml(stub.url()));

  private static GatewayYaml yaml(String url) {
    GatewayYaml yaml = GatewayYaml.empty();
    for (String adapter : ADAPTERS) {
      yaml.provider(adapter, "{ adapter: " + adapter + ", api-key: k, base-url: \"" + url
          + (adapter.equals("openai") ? "/v1" : "") + "\" }");
      yaml.route(adapter, "{ a: { provider: " + adapter + ", model: m:1 } }", "{ primary: a }");
    }
    yaml.route("strict", "{ a: { provider: gemini, model: m:1 } }", "{ primary: a }")
        .routeWith("strict", "drop-params: false");
    return yaml;
  }

  @AfterAll
  void stop() {
    gateway.close();
    stub.close();
  }

  @Test
  void trap24BedrocksErrorsAreNoFrames() throws IOException {
    stub.answer(Reply.json(400, "{\"message\":\"The model id is invalid.\"}")
        .with("x-amzn-errortype", "ValidationException:http://internal.amazon.com/"));
    RawResponse response = gateway.stream("bedrock");
    assertThat(response.status()).isEqualTo(400);
    JsonNode error = JSON.readTree(response.text()).path("error");
    assertThat(error.path("message").asString()).isEqualTo("The model id is invalid.");
    assertThat(stub.requests().getLast().target()).isEqualTo("/model/m%3A1/converse-stream");
  }

  @Test
  void trap26RetryAfterOnASuccessMeansNothing() throws IOException {
    stub.answer(
        Reply
            .json(200,
                "{\"id\":\"m\",\"type\":\"message\",\"content\":[],"
                    + "\"stop_reason\":\"end_turn\"}")
            .with("retry-after", "30"));
    assertThat(gateway.chat("anthropic").header("retry-after")).isEmpty();
    assertThat(gateway.post("/v1/messages",
        "{\"model\":\"anthropic\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
        .header("retry-after")).isEmpty();
  }

  @Test
  void everyClientDialectReachesEveryAdapterAtItsOwnPath() throws IOException {
    List<String> paths = new ArrayList<>();
    for (String adapter : ADAPTERS) {
      for (String ask : List.of("chat/completions", "responses", "messages")) {
        stub.forget();
        gateway.post("/v1/" + ask,
            "{\"model\":\"" + adapter + "\",\"max_tokens\":9,\"input\":\"x\","
                + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        paths.add(adapter + " " + ask + " " + stub.requests().getFirst().target());
      }
    }
    String azure = "/openai/deployments/m%3A1/chat/completions?api-version=2024-10-21";
    assertThat(paths).containsExactly("openai chat/completions /v1/chat/completions",
        "openai responses /v1/responses", "openai messages /v1/chat/completions",
        "anthropic chat/completions /v1/messages", "anthropic responses /v1/messages",
        "anthropic messages /v1/messages",
        "gemini chat/completions /v1beta/models/m%3A1:generateContent",
        "gemini responses /v1beta/models/m%3A1:generateContent",
        "gemini messages /v1beta/models/m%3A1:generateContent",
        "bedrock chat/completions /model/m%3A1/converse", "bedrock responses /model/m%3A1/converse",
        "bedrock messages /model/m%3A1/converse", "cohere chat/completions /v2/chat",
        "cohere responses /v2/chat", "cohere messages /v2/chat", "azure chat/completions " + azure,
        "azure responses /openai/v1/responses", "azure messages " + azure);
  }

  @Test
  void whatWasDroppedIsNamed() throws IOException {
    assertThat(
        toGeminiWith("\"logit_bias\":{\"1\":1},\"user\":\"u\"").header("x-prism-dropped-params"))
        .contains("logit_bias, user");
  }

  @Test
  void aClientsOddNameIsDroppedButNotSilently() throws IOException {
    RawResponse response = toGeminiWith("\"a\\r\\nset-cookie: b\":1");
    assertThat(response.header("x-prism-dropped-params")).contains("a??set-cookie: b");
    assertThat(response.header("set-cookie")).isEmpty();
  }

  private RawResponse toGeminiWith(String members) throws IOException {
    stub.answer(Reply.json(200, "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]},"
        + "\"finishReason\":\"STOP\"}]}"));
    return gateway.post("/v1/chat/completions", "{\"model\":\"gemini\"," + members
        + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
  }

  @Test
  void aStrictRouteLeavesNothingOut() throws IOException {
    int before = stub.requests().size();
    RawResponse response = gateway.post("/v1/chat/completions",
        "{\"model\":\"strict\",\"logit_bias\":{\"1\":1},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("unsupported_parameter", "logit_bias");
    assertThat(stub.requests()).hasSize(before);
  }

  @Test
  void whatWouldChangeTheMeaningIsRefused() throws IOException {
    int before = stub.requests().size();
    RawResponse response = gateway.post("/v1/chat/completions",
        "{\"model\":\"cohere\",\"n\":3,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
    assertThat(response.status()).isEqualTo(400);
    assertThat(response.text()).contains("unsupported_parameter");
    assertThat(stub.requests()).hasSize(before);
  }
}
