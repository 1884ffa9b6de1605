package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Rails hold where a provider speaks another dialect than the client: translation is no way around them.
class RailsAcrossDialectsIT extends BeforeStub {
  private static final String CARD = "4111 1111 1111 1111";

  RailsAcrossDialectsIT() {
    super(stub -> GatewayYaml.empty()
        .provider("claude", "{ adapter: anthropic, base-url: \"" + stub.url() + "\", api-key: k }")
        .provider("gpt", GatewayYaml.openAi(stub.port()))
        .rail("mask", "{ on: input, scanners: [pii], action: redact }")
        .rail("strict", "{ on: output, scanners: [pii], action: block }")
        .route("claude", "{ a: { provider: claude, model: claude-sonnet-4-5 } }", "{ primary: a }")
        .routeWith("claude", "rails: [strict]")
        .route("gpt", "{ a: { provider: gpt, model: gpt-4o-mini } }", "{ primary: a }")
        .routeWith("gpt", "rails: [mask]"));
  }

  private static Reply says(String text) {
    return MessagesIT.events(List.of(
        "message_start\t{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"c\"}}",
        "content_block_start\t{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
            + "{\"type\":\"text\",\"text\":\"\"}}",
        "content_block_delta\t{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"text_delta\",\"text\":\"" + text.substring(0, 12) + "\"}}",
        "content_block_delta\t{\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
            + "{\"type\":\"text_delta\",\"text\":\"" + text.substring(12) + "\"}}",
        "content_block_stop\t{\"type\":\"content_block_stop\",\"index\":0}",
        "message_delta\t{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}",
        "message_stop\t{\"type\":\"message_stop\"}"));
  }

  @Test
  void whatAnInputRailRedactsReachesNoProviderOfAnotherDialect() throws IOException {
    gateway.post("/v1/messages",
        "{\"model\":\"gpt\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":"
            + "\"I am jane.doe@example.org\"}]}");
    assertThat(stub.requests().getFirst().bodyText()).contains("I am ")
        .doesNotContain("jane.doe@example.org");
  }

  @Test
  void aBlockedStreamEndsWithoutTheClientsMarker() throws IOException {
    stub.answer(says("The card number is " + CARD + ", thanks."));
    RawResponse response = gateway.stream("claude");
    assertThat(response.text()).contains("content_blocked").doesNotContain(CARD, "[DONE]", "1111");
  }

  @Test
  void aBlockedReplyIsRefusedInTheClientsDialect() throws IOException {
    stub.answer(Reply.json(200,
        "{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"Card "
            + CARD + "\"}],\"stop_reason\":\"end_turn\"}"));
    RawResponse whole = gateway.chat("claude");
    assertThat(whole.status()).isEqualTo(403);
    assertThat(whole.text()).contains("content_blocked").doesNotContain(CARD);
    RawResponse streamed = gateway.stream("claude");
    assertThat(streamed.text()).as("JSON in place of a stream").doesNotContain(CARD);
  }

  @Test
  void aCleanStreamPassesWhole() throws IOException {
    stub.answer(says("The weather is fine today, thanks."));
    RawResponse response = gateway.stream("claude");
    assertThat(response.text()).contains("\"finish_reason\":\"stop\"").endsWith("data: [DONE]\n\n");
  }
}
