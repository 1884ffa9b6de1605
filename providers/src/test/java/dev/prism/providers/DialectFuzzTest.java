package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged requests and replies, against every reader and writer of a dialect: nothing escapes but what is
/// declared, and what is written is JSON. `-Dprism.fuzz.cases=1000000` runs a million of each.
class DialectFuzzTest {
  private static final long SEED = 20_261_124;
  private static final List<String> PROVIDERS = List.of("anthropic", "gemini", "bedrock", "cohere",
      "mistral");
  private static final Map<Endpoint, String> REQUESTS = Map.of(Endpoint.CHAT_COMPLETIONS,
      """
          {"model":"m","stream":true,"max_tokens":9,"n":1,"stop":["a","b"],"temperature":0.5,"top_p":1,\
          "reasoning_effort":"low","response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}},\
          "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],\
          "tool_choice":{"type":"function","function":{"name":"f"}},"messages":[{"role":"system","content":"s"},\
          {"role":"user","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":\
          "data:image/png;base64,QQ=="}},{"type":"file","file":{"file_data":"data:text/plain;base64,QQ=="}}]},\
          {"role":"assistant","content":null,"reasoning_details":[{"type":"reasoning.text","text":"x","signature":"s"}],\
          "tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},\
          {"role":"tool","tool_call_id":"c","content":"r"}]}""",
      Endpoint.MESSAGES,
      """
          {"model":"m","max_tokens":9,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral"}}],\
          "thinking":{"type":"enabled","budget_tokens":2000},"tools":[{"name":"f","input_schema":{}}],\
          "tool_choice":{"type":"tool","name":"f"},"messages":[{"role":"user","content":[{"type":"text","text":"t"},\
          {"type":"document","source":{"type":"text","data":"d"}},{"type":"image","source":{"type":"base64",\
          "media_type":"image/png","data":"QQ=="}}]},{"role":"assistant","content":[{"type":"thinking",\
          "thinking":"h","signature":"s"},{"type":"tool_use","id":"i","name":"f","input":{"a":[1]}}]},\
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"i","content":[{"type":"text","text":"r"}]}]}]}""",
      Endpoint.RESPONSES,
      """
          {"model":"m","instructions":"i","input":[{"role":"user","content":[{"type":"input_text","text":"t"}]},\
          {"type":"reasoning","summary":[{"text":"s"}],"encrypted_content":"e"},{"type":"function_call",\
          "call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"o"},\
          {"type":"custom_tool_call","call_id":"d","name":"f","input":"i"},{"type":"custom_tool_call_output",\
          "call_id":"d","output":"o"}],"tools":[{"type":"function","name":"f","parameters":{}},{"type":"custom",\
          "name":"g","format":{"type":"grammar","syntax":"lark","definition":"d"}}],"text":{"format":{"type":"json_object"}}}""");
  private static final Map<String, List<String>> REPLIES = Map.of("anthropic", List.of(
      "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":1}}}",
      "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}",
      "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
      "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}",
      "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\",\"citation\":{\"type\":\"web_search_result_location\",\"url\":\"https://a.b/\",\"title\":\"t\",\"cited_text\":\"c\"}}}",
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}",
      "{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"h\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"tool_use\",\"id\":\"i\",\"name\":\"f\",\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":1,\"cache_creation\":{\"ephemeral_1h_input_tokens\":2}}}"),
      "gemini",
      List.of(
          "{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"x\",\"thought\":true},{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"s\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":9}]},\"responseId\":\"r\"}",
          "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"é💡x\"}]},\"groundingMetadata\":{\"groundingChunks\":[{\"web\":{\"uri\":\"https://a.b/\",\"title\":\"t\"}}],\"groundingSupports\":[{\"segment\":{\"startIndex\":2,\"endIndex\":7,\"text\":\"💡x\"},\"groundingChunkIndices\":[0,1]}]},\"citationMetadata\":{\"citations\":[{\"startIndex\":1,\"endIndex\":3,\"uri\":\"http://c.d\"}]}}]}",
          "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"),
      "bedrock",
      List.of(
          "{\"output\":{\"message\":{\"content\":[{\"text\":\"x\"},{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\",\"input\":{}}},{\"reasoningContent\":{\"reasoningText\":{\"text\":\"h\",\"signature\":\"s\"}}}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":3}]}}",
          "{\"output\":{\"message\":{\"content\":[{\"citationsContent\":{\"content\":[{\"text\":\"x\"}],\"citations\":[{\"title\":\"t\",\"sourceContent\":[{\"text\":\"s\"}],\"location\":{\"web\":{\"url\":\"https://a.b/\"}}}]}}]}},\"stopReason\":\"end_turn\"}",
          "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"x\",\"citation\":{\"title\":\"t\",\"source\":\"https://a.b/\"}}}",
          "{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\"}},\"delta\":{\"toolUse\":{\"input\":\"{\"}}}"),
      "cohere",
      List.of(
          "{\"id\":\"1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"tool_plan\":\"p\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"tool_calls\":[{\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"null\"}}]},\"usage\":{\"billed_units\":{\"input_tokens\":1.0}}}",
          "{\"type\":\"citation-start\",\"index\":0,\"delta\":{\"message\":{\"content\":{\"text\":\"x\"},\"citations\":{\"start\":0,\"end\":1,\"sources\":[{\"type\":\"document\",\"document\":{\"url\":\"https://a.b/\",\"title\":\"t\"}}],\"content_index\":0}}}}",
          "{\"type\":\"tool-call-start\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}}}}"),
      "mistral", List.of(
          "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\",\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"https://a.b/\",\"title\":\"t\",\"start_index\":0,\"end_index\":1}}],\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":2}}"));
  /// Read by every dialect.
  private static final String PLAIN = "{\"model\":\"m\",\"max_tokens\":9,\"input\":\"x\",\"messages\":"
      + "[{\"role\":\"user\",\"content\":\"x\"}]}";
  /// The same of a client that gives the tool `f` a text.
  private static final String CUSTOM = PLAIN.replace("\"max_tokens\"",
      "\"tools\":[{\"type\":\"custom\",\"name\":\"f\",\"custom\":{\"name\":\"f\"}}],\"max_tokens\"");
  private static final String[] VALUES = {"null", "{}", "[]", "[[{}]]", "\"\"", "-1", "1e308",
      "99999999999999999999", "true", "{\"type\":\"text\"}", "\"\\ud800\"", "[{}]", "0.5"};

  private final Random random = new Random(SEED);

  @Test
  void aDamagedRequestIsReadOrRefused() throws Exception {
    // Their order is part of what the seed says.
    List<Endpoint> endpoints = REQUESTS.keySet().stream().sorted().toList();
    FuzzRun.all("requests", SEED, i -> {
      Endpoint client = endpoints.get(random.nextInt(endpoints.size()));
      String body = damaged(request(client));
      String provider = PROVIDERS.get(random.nextInt(PROVIDERS.size()));
      if (!isObject(body) || isNative(client, provider)) {
        return;
      }
      assertThatCode(() -> {
        try {
          assertThat(isObject(Talk.of(client, provider, body).outgoing().body())).isTrue();
        } catch (Unsuited refused) {
          assertThat(refused.error().status()).isEqualTo(400);
        }
      }).as("seed %s, case %s: %s from %s: %s", SEED, i, provider, client.label(), body)
          .doesNotThrowAnyException();
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "gemini", "bedrock", "cohere", "mistral"})
  void nothingEscapesADecoderAndWhatIsWrittenIsJson(String provider) throws Exception {
    List<Endpoint> clients = List.of(Endpoint.CHAT_COMPLETIONS, Endpoint.MESSAGES,
        Endpoint.RESPONSES);
    FuzzRun.all("replies of " + provider, SEED, i -> {
      Endpoint client = clients.get(random.nextInt(clients.size()));
      if (isNative(client, provider)) {
        return;
      }
      List<String> replies = new ArrayList<>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        List<String> seeds = Objects.requireNonNull(REPLIES.get(provider));
        replies.add(damaged(seeds.get(random.nextInt(seeds.size()))));
      }
      assertThatCode(() -> hear(client, provider, replies))
          .as("seed %s, case %s: %s: %s", SEED, i, client.label(), replies)
          .doesNotThrowAnyException();
    });
  }

  private void hear(Endpoint client, String provider, List<String> replies) throws Unsuited {
    Talk whole = Talk.of(client, provider, random.nextBoolean() ? PLAIN : CUSTOM);
    try {
      whole.answer(replies.getFirst());
    } catch (JsonProblem malformed) {
      // Expected of damaged bytes.
    }
    Talk talk = Talk.of(client, provider, random.nextBoolean() ? PLAIN : CUSTOM);
    String stream = talk.events(replies,
        random.nextBoolean() ? "messageStop" : "contentBlockStart");
    for (String line : stream.split("\n", -1)) {
      assertThat(!line.startsWith("data: {") || isObject(line.substring(6))).as(line).isTrue();
    }
    assertThat(stream.length()).isLessThan(100_000);
    assertThat(talk.events()).noneMatch(
        event -> event instanceof ResponseEvent.ToolCallDelta call && call.index() > 4096);
  }

  /// Whether the bytes would pass as they are.
  private static boolean isNative(Endpoint client, String provider) {
    return (client == Endpoint.MESSAGES && provider.equals("anthropic"))
        || (client == Endpoint.CHAT_COMPLETIONS && provider.equals("mistral"));
  }

  private static String request(Endpoint client) {
    return Objects.requireNonNull(REQUESTS.get(client));
  }

  private static boolean isObject(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try {
      return new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length).isObject();
    } catch (JsonProblem problem) {
      return false;
    }
  }

  /// Swaps whole values most of the time, so that much of it stays JSON; single bytes otherwise.
  private String damaged(String text) {
    String damaged = text;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = damaged.indexOf(':', random.nextInt(damaged.length()));
      if (random.nextInt(5) > 0 && at > 0) {
        int end = at + 1;
        while (end < damaged.length() && ",}]".indexOf(damaged.charAt(end)) < 0) {
          end++;
        }
        damaged = damaged.substring(0, at + 1) + VALUES[random.nextInt(VALUES.length)]
            + damaged.substring(end);
      } else {
        int place = random.nextInt(damaged.length());
        damaged = damaged.substring(0, place) + (char) random.nextInt(128)
            + damaged.substring(place + 1);
      }
    }
    return damaged;
  }
}
