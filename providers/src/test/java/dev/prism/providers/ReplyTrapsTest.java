package dev.prism.providers;

import static dev.prism.exchange.Endpoint.CHAT_COMPLETIONS;
import static dev.prism.exchange.Endpoint.MESSAGES;
import static dev.prism.exchange.Endpoint.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.FinishReason;
import dev.prism.exchange.GatewayError;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The traps of the providers' dialects on the way back, by the number that docs/dialects.md gives each.
class ReplyTrapsTest {
  private static final String ASK = "{\"model\":\"m\",\"max_tokens\":9,"
      + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static Talk talk(Endpoint client, String provider) {
    try {
      return Talk.of(client, provider,
          client == RESPONSES ? "{\"model\":\"m\",\"input\":\"hi\"}" : ASK);
    } catch (Unsuited impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String chunk(String delta, String finish) {
    return "data: {\"id\":\"c\",\"model\":\"g\",\"choices\":[{\"index\":0,\"delta\":" + delta
        + ",\"finish_reason\":" + (finish.isEmpty() ? "null" : "\"" + finish + "\"") + "}]}\n\n";
  }

  private static String call(int index, String id, String arguments) {
    return chunk("{\"tool_calls\":[{\"index\":" + index
        + (id.isEmpty() ? "" : ",\"id\":\"" + id + "\",\"type\":\"function\"") + ",\"function\":{"
        + (id.isEmpty() ? "" : "\"name\":\"f" + id + "\",") + "\"arguments\":\""
        + arguments.replace("\"", "\\\"") + "\"}}]}", "");
  }

  private static String event(String json) {
    return "data: " + json + "\n\n";
  }

  /// The arguments of each tool block, by the block's index.
  private static List<String> inputs(String stream) {
    List<String> inputs = new ArrayList<>();
    for (JsonNode data : Talk.data(stream)) {
      if (data.at("/content_block/type").asString("").equals("tool_use")) {
        inputs.add(data.at("/content_block/name").asString() + " ");
      }
      String piece = data.at("/delta/partial_json").asString("");
      if (!piece.isEmpty()) {
        inputs.set(inputs.size() - 1, inputs.getLast() + piece);
      }
    }
    return inputs;
  }

  private static ResponseEvent.Usage usage(Talk talk) {
    return (ResponseEvent.Usage) talk.events()
        .stream()
        .filter(ResponseEvent.Usage.class::isInstance)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void trap1ParallelCallsAtIndexZeroAreTwoCalls() throws JsonProblem {
    String stream = talk(MESSAGES, "openai")
        .stream(call(0, "A", "{}") + call(0, "B", "{\"b\":2}") + chunk("{}", "tool_calls"));
    assertThat(inputs(stream)).containsExactly("fA {}", "fB {\"b\":2}");
  }

  @Test
  void trap2InterleavedPiecesLandInTheirOwnBlocks() throws JsonProblem {
    String stream = talk(MESSAGES, "openai")
        .stream(call(0, "A", "{\"a\":") + call(1, "B", "{\"b\":") + call(0, "", "1}")
            + call(1, "", "2}") + chunk("{}", "tool_calls"));
    assertThat(inputs(stream)).containsExactly("fA {\"a\":1}", "fB {\"b\":2}");
    assertThat(stream).contains("\"stop_reason\":\"tool_use\"");
  }

  @Test
  void trap5GeminisStopWithACallIsACall() throws JsonProblem {
    String call = event(
        "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\","
            + "\"args\":{\"x\":1}}}]}}]}");
    String later = event("{\"candidates\":[{\"content\":{},\"finishReason\":\"STOP\"}]}");
    assertThat(talk(CHAT_COMPLETIONS, "gemini").stream(call + later))
        .contains("\"finish_reason\":\"tool_calls\"");
  }

  @Test
  void trap6ALimitOrAFilterIsStrongerThanACall() throws JsonProblem {
    for (String reason : List.of("MAX_TOKENS", "SAFETY")) {
      String stream = talk(CHAT_COMPLETIONS, "gemini").stream(
          event("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"}}]},"
              + "\"finishReason\":\"" + reason + "\"}]}"));
      assertThat(stream).contains(reason.equals("SAFETY")
          ? "\"finish_reason\":\"content_filter\""
          : "\"finish_reason\":\"length\"");
    }
    assertThat(FinishReason.LENGTH.withTools(true)).isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void trap7SignaturesReachTheClient() throws JsonProblem {
    JsonNode message = talk(CHAT_COMPLETIONS, "anthropic").answer(
        "{\"id\":\"msg_1\",\"type\":\"message\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\","
            + "\"signature\":\"sig\"},{\"type\":\"redacted_thinking\",\"data\":\"zz\"},"
            + "{\"type\":\"text\",\"text\":\"ok\"}],\"stop_reason\":\"end_turn\"}")
        .at("/choices/0/message");
    assertThat(message.path("reasoning_content").asString()).isEqualTo("hm");
    assertThat(message.at("/reasoning_details/0/signature").asString()).isEqualTo("sig");
    assertThat(message.at("/reasoning_details/1/data").asString()).isEqualTo("zz");
    String gemini = talk(CHAT_COMPLETIONS, "gemini").stream(
        event("{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"name\":\"f\"},"
            + "\"thoughtSignature\":\"gs\"}]},\"finishReason\":\"STOP\"}]}"));
    assertThat(gemini).contains("\"thought_signature\":\"gs\"");
  }

  @Test
  void trap8ACallWithoutArgumentsEndsAsAnObject() throws JsonProblem {
    String anthropic = event(
        "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\"}}")
        + event(
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\","
                + "\"id\":\"t\",\"name\":\"f\",\"input\":{}}}")
        + event(
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                + "\"partial_json\":\"\"}}")
        + event("{\"type\":\"content_block_stop\",\"index\":0}")
        + event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}");
    assertThat(talk(CHAT_COMPLETIONS, "anthropic").stream(anthropic))
        .contains("\"arguments\":\"{}\"");
    JsonNode cohere = talk(CHAT_COMPLETIONS, "cohere").answer(
        "{\"id\":\"1\",\"finish_reason\":\"TOOL_CALL\",\"message\":{\"tool_calls\":[{\"id\":\"a\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"null\"}}]}}");
    assertThat(cohere.at("/choices/0/message/tool_calls/0/function/arguments").asString())
        .isEqualTo("{}");
  }

  @Test
  void trap9CachedTokensCountOnce() throws JsonProblem {
    Talk anthropic = talk(CHAT_COMPLETIONS, "anthropic");
    JsonNode usage = anthropic.answer("{\"id\":\"m\",\"content\":[],\"stop_reason\":\"end_turn\","
        + "\"usage\":{\"input_tokens\":10,\"cache_read_input_tokens\":100,"
        + "\"cache_creation_input_tokens\":20,\"cache_creation\":{\"ephemeral_1h_input_tokens\":5},"
        + "\"output_tokens\":7}}").path("usage");
    assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(130);
    assertThat(usage(anthropic).usage()).isEqualTo(new TokenUsage(10, 100, 15, 5, 7, 0, 0, 0));
    JsonNode messages = talk(MESSAGES, "openai").answer(
        "{\"id\":\"c\",\"model\":\"g\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"x\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":130,\"completion_tokens\":7,"
            + "\"total_tokens\":137,\"prompt_tokens_details\":{\"cached_tokens\":100}}}")
        .path("usage");
    assertThat(messages.path("input_tokens").asInt()).isEqualTo(30);
    assertThat(messages.path("cache_read_input_tokens").asInt()).isEqualTo(100);
  }

  @Test
  void trap10ThoughtsAreCompletion() throws JsonProblem {
    Talk gemini = talk(CHAT_COMPLETIONS, "gemini");
    JsonNode usage = gemini.answer("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]},"
        + "\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":10,"
        + "\"cachedContentTokenCount\":4,\"candidatesTokenCount\":3,\"thoughtsTokenCount\":50,"
        + "\"toolUsePromptTokenCount\":2,\"totalTokenCount\":65}}").path("usage");
    assertThat(usage.path("completion_tokens").asInt()).isEqualTo(53);
    assertThat(usage.path("total_tokens").asInt()).isEqualTo(65);
    assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(50);
  }

  @Test
  void trap11LaterCountsReplaceEarlierOnes() throws JsonProblem {
    Talk talk = talk(CHAT_COMPLETIONS, "anthropic");
    talk.stream(event("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":"
        + "{\"input_tokens\":2039,\"output_tokens\":1}}}")
        + event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":"
            + "{\"input_tokens\":10423,\"output_tokens\":40}}"));
    assertThat(usage(talk).usage()).isEqualTo(TokenUsage.of(10423, 40));
  }

  @Test
  void trap12AnErrorWithinAStreamIsNoCleanStop() throws JsonProblem {
    Talk talk = talk(CHAT_COMPLETIONS, "anthropic");
    String stream = talk.stream(event("{\"type\":\"message_start\",\"message\":{\"id\":\"m\"}}")
        + "event: error\n" + event("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
            + "\"message\":\"Overloaded\"}}"));
    assertThat(talk.complete()).isFalse();
    assertThat(stream).doesNotContain("[DONE]");
    Talk gemini = talk(CHAT_COMPLETIONS, "gemini");
    gemini.stream(event("{\"candidates\":[{\"finishReason\":\"MALFORMED_FUNCTION_CALL\"}]}"));
    assertThat(gemini.complete()).isFalse();
  }

  @Test
  void trap13AChunkWithoutChoicesOrDeltaIsHarmless() throws JsonProblem {
    String stream = talk(MESSAGES, "openai").stream(event("{\"id\":\"\",\"choices\":[]}")
        + event("{\"choices\":[{\"index\":0,\"finish_reason\":null}]}")
        + chunk("{\"content\":\"x\"}", "") + chunk("{}", "stop"));
    assertThat(stream).contains("\"text\":\"x\"").contains("message_stop");
  }

  @Test
  void trap14LineEndsAndSplitCharactersAreHarmless() throws JsonProblem {
    String stream = (chunk("{\"content\":\"né 😀\"}", "") + chunk("{}", "stop")).replace("\n",
        "\r\n");
    assertThat(talk(MESSAGES, "openai").stream(stream.getBytes(StandardCharsets.UTF_8)))
        .contains("\"text\":\"né 😀\"");
  }

  @Test
  void trap15PerplexitysWholeMessageBesideADeltaIsNotReadTwice() throws JsonProblem {
    String stream = talk(MESSAGES, "perplexity").stream(event(
        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"ab\"},\"delta\":"
            + "{\"content\":\"ab\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
            + "\"completion_tokens\":2}}")
        + event("{\"object\":\"chat.completion.done\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"content\":\"ab\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
            + "\"completion_tokens\":2}}"));
    assertThat(stream.split("\"text\":\"ab\"", -1)).hasSize(2);
    assertThat(stream).contains("\"output_tokens\":2");
  }

  @Test
  void trap20TheFirstEventHasAnEstimateOfThePrompt() throws JsonProblem {
    JsonNode first = Talk
        .data(
            talk(MESSAGES, "openai").stream(chunk("{\"content\":\"x\"}", "") + chunk("{}", "stop")))
        .getFirst();
    assertThat(first.at("/message/usage/input_tokens").asInt()).isPositive();
  }

  @Test
  void trap21ResponsesEndWithAllThatWasSaid() throws JsonProblem {
    List<JsonNode> events = Talk.data(talk(RESPONSES, "mistral")
        .stream(chunk("{\"content\":\"x\"}", "") + call(0, "A", "{}") + chunk("{}", "tool_calls")));
    JsonNode last = events.getLast();
    assertThat(last.path("type").asString()).isEqualTo("response.completed");
    assertThat(last.at("/response/output").size()).isEqualTo(2);
    assertThat(last.at("/response/output/0/content/0/text").asString()).isEqualTo("x");
    assertThat(events.stream()
        .filter(event -> event.path("type").asString().equals("response.output_item.done")))
        .hasSize(2);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).path("sequence_number").asInt()).isEqualTo(i);
    }
  }

  @Test
  void trap22VectorsComeInTheEncodingThatWasAsked() throws Unsuited, JsonProblem {
    String reply = "{\"embeddings\":[{\"values\":[0.25,-0.5]},{\"values\":[1,2]}]}";
    String ask = "{\"model\":\"m\",\"input\":[\"a\",\"b\"]%s}";
    JsonNode packed = Talk
        .of(Endpoint.EMBEDDINGS, "gemini", ask.replace("%s", ",\"encoding_format\":\"base64\""))
        .answer(reply);
    assertThat(packed.at("/data/0/embedding").asString()).isEqualTo("AACAPgAAAL8=");
    JsonNode plain = Talk.of(Endpoint.EMBEDDINGS, "gemini", ask.replace("%s", "")).answer(reply);
    assertThat(plain.at("/data/1/embedding").toString()).isEqualTo("[1,2]");
    assertThat(plain.at("/data/1/index").asInt()).isEqualTo(1);
    assertThat(plain.at("/usage/prompt_tokens").asInt()).as("an estimate").isPositive();
  }

  @Test
  void trap25ASpentQuotaIsNotTriedAgain() {
    Refusal spent = Talk.adapter("openai")
        .refusal(429, ReplyHeaders.NONE, ("{\"error\":{\"message\":\"You exceeded your quota\","
            + "\"code\":\"insufficient_quota\"}}").getBytes(StandardCharsets.UTF_8));
    assertThat(spent.retryable()).isFalse();
    assertThat(spent.error().status()).isEqualTo(502);
  }

  @Test
  void trap27ABadKeyIsSeenWhateverItsStatus() {
    for (String body : List.of(
        "{\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided: x\"}",
        "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\","
            + "\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}")) {
      Refusal refusal = Talk.adapter("gemini")
          .refusal(400, ReplyHeaders.NONE, body.getBytes(StandardCharsets.UTF_8));
      assertThat(refusal.error().code()).isEqualTo("upstream_auth");
      assertThat(refusal.error()).isInstanceOf(GatewayError.ProviderFault.class);
    }
  }

  @Test
  void trap28ReasoningIsReadByAllItsNames() throws JsonProblem {
    for (String name : List.of("reasoning", "reasoning_content")) {
      assertThat(talk(MESSAGES, "vllm")
          .stream(chunk("{\"" + name + "\":\"hm\"}", "") + chunk("{\"content\":\"x\"}", "stop")))
          .contains("\"thinking\":\"hm\"");
    }
  }

  @Test
  void trap31AJsonBodyInPlaceOfAStreamIsRead() throws JsonProblem {
    JsonNode answer = talk(CHAT_COMPLETIONS, "gemini")
        .answer("[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]},"
            + "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"b\"}]},\"finishReason\":\"STOP\"}]}]");
    assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("ab");
  }

  @Test
  void trap32ARepeatedStartAndAMissingStopAreHarmless() throws JsonProblem {
    String start = event("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\"}}");
    Talk talk = talk(CHAT_COMPLETIONS, "anthropic");
    String stream = talk.stream(start + start + event(
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}")
        + event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}"));
    assertThat(talk.complete()).isTrue();
    assertThat(stream).endsWith("data: [DONE]\n\n");
  }

  @Test
  void trap33SeveralAnswersKeepApart() throws JsonProblem {
    JsonNode answer = talk(CHAT_COMPLETIONS, "gemini")
        .answer("{\"candidates\":[{\"index\":0,\"content\":{\"parts\":[{\"text\":\"a\"}]},"
            + "\"finishReason\":\"STOP\"},{\"index\":1,\"content\":{\"parts\":[{\"text\":\"b\"}]},"
            + "\"finishReason\":\"MAX_TOKENS\"}]}");
    assertThat(answer.at("/choices/1/message/content").asString()).isEqualTo("b");
    assertThat(answer.at("/choices/1/finish_reason").asString()).isEqualTo("length");
  }
}
