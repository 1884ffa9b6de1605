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
  private static final int CASES = Integer.getInteger("prism.fuzz.cases", 10_000);
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
          "call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"o"}],\
          "tools":[{"type":"function","name":"f","parameters":{}}],"text":{"format":{"type":"json_object"}}}""");
  private static final Map<String, List<String>> REPLIES = Map.of("anthropic", List.of(
      "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"model\":\"c\",\"usage\":{\"input_tokens\":1}}}",
      "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}}",
      "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
      "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"s\"}}",
      "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":3}}",
      "{\"type\":\"message\",\"id\":\"m\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"h\",\"signature\":\"s\"},{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"tool_use\",\"id\":\"i\",\"name\":\"f\",\"input\":{\"a\":1}}],\"stop_reason\":\"tool_use\",\"usage\":{\"input_tokens\":1,\"cache_creation\":{\"ephemeral_1h_input_tokens\":2}}}"),
      "gemini",
      List.of(
          "{\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"x\",\"thought\":true},{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"s\"}]},\"finishReason\":\"STOP\"}],\"usageMetadata\":{\"promptTokenCount\":3,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":9}]},\"responseId\":\"r\"}",
          "{\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}"),
      "bedrock",
      List.of(
          "{\"output\":{\"message\":{\"content\":[{\"text\":\"x\"},{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\",\"input\":{}}},{\"reasoningContent\":{\"reasoningText\":{\"text\":\"h\",\"signature\":\"s\"}}}]}},\"stopReason\":\"end_turn\",\"usage\":{\"inputTokens\":1,\"cacheDetails\":[{\"ttl\":\"1h\",\"inputTokens\":3}]}}",
          "{\"contentBlockIndex\":1,\"start\":{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"f\"}},\"delta\":{\"toolUse\":{\"input\":\"{\"}}}"),
      "cohere",
      List.of(
          "{\"id\":\"1\",\"finish_reason\":\"COMPLETE\",\"message\":{\"tool_plan\":\"p\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"tool_calls\":[{\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"null\"}}]},\"usage\":{\"billed_units\":{\"input_tokens\":1.0}}}",
          "{\"type\":\"tool-call-start\",\"index\":0,\"delta\":{\"message\":{\"tool_calls\":{\"id\":\"t\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}}}}"),
      "mistral", List.of(
          "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\",\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":2}}"));
  /// Read by every dialect.
  private static final String PLAIN = "{\"model\":\"m\",\"max_tokens\":9,\"input\":\"x\",\"messages\":"
      + "[{\"role\":\"user\",\"content\":\"x\"}]}";
  private static final String[] VALUES = {"null", "{}", "[]", "[[{}]]", "\"\"", "-1", "1e308",
      "99999999999999999999", "true", "{\"type\":\"text\"}", "\"\\ud800\"", "[{}]", "0.5"};

  private final Random random = new Random(SEED);

  @Test
  void aDamagedRequestIsReadOrRefused() {
    List<Endpoint> endpoints = List.copyOf(REQUESTS.keySet());
    for (int i = 0; i < CASES; i++) {
      Endpoint client = endpoints.get(random.nextInt(endpoints.size()));
      String body = damaged(request(client));
      String provider = PROVIDERS.get(random.nextInt(PROVIDERS.size()));
      if (!isObject(body) || isNative(client, provider)) {
        continue;
      }
      assertThatCode(() -> {
        try {
          assertThat(isObject(Talk.of(client, provider, body).outgoing().body())).isTrue();
        } catch (Unsuited refused) {
          assertThat(refused.error().status()).isEqualTo(400);
        }
      }).as("seed %s, case %s: %s from %s: %s", SEED, i, provider, client.label(), body)
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "gemini", "bedrock", "cohere", "mistral"})
  void nothingEscapesADecoderAndWhatIsWrittenIsJson(String provider) {
    List<Endpoint> clients = List.of(Endpoint.CHAT_COMPLETIONS, Endpoint.MESSAGES,
        Endpoint.RESPONSES);
    for (int i = 0; i < CASES; i++) {
      Endpoint client = clients.get(random.nextInt(clients.size()));
      if (isNative(client, provider)) {
        continue;
      }
      List<String> replies = new ArrayList<>();
      for (int j = random.nextInt(4); j >= 0; j--) {
        List<String> seeds = Objects.requireNonNull(REPLIES.get(provider));
        replies.add(damaged(seeds.get(random.nextInt(seeds.size()))));
      }
      assertThatCode(() -> hear(client, provider, replies))
          .as("seed %s, case %s: %s: %s", SEED, i, client.label(), replies)
          .doesNotThrowAnyException();
    }
  }

  private void hear(Endpoint client, String provider, List<String> replies) throws Unsuited {
    Talk whole = Talk.of(client, provider, PLAIN);
    try {
      whole.answer(replies.getFirst());
    } catch (JsonProblem malformed) {
      // Expected of damaged bytes.
    }
    Talk talk = Talk.of(client, provider, PLAIN);
    String stream = talk.events(replies,
        random.nextBoolean() ? "messageStop" : "contentBlockStart");
    Talk.data(stream);
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
