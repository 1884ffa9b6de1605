package dev.prism.providers;

import static dev.prism.exchange.Endpoint.CHAT_COMPLETIONS;
import static dev.prism.exchange.Endpoint.MESSAGES;
import static dev.prism.exchange.Endpoint.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.chat.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The traps of the providers' dialects on the way in, by the number that docs/dialects.md gives each.
class RequestTrapsTest {
  private static final String CALLS = """
      {"model":"m","messages":[{"role":"user","content":"go"},{"role":"assistant","content":null,\
      "tool_calls":[{"id":"functions.a:0","type":"function","function":{"name":"a","arguments":"{\\"x\\":1.0}"}},\
      {"id":"call_2","type":"function","function":{"name":"b","arguments":""}}]},\
      {"role":"tool","tool_call_id":"functions.a:0","content":"sunny"},\
      {"role":"tool","tool_call_id":"call_2","content":"[1]"}]%s}""";

  private static String calls(String more) {
    return CALLS.replace("%s", more);
  }

  private static String ask(String more) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
  }

  @Test
  void trap3ParallelResultsAreOneTurn() throws Unsuited {
    JsonNode claude = Talk.of(CHAT_COMPLETIONS, "anthropic", calls("")).sent().path("messages");
    assertThat(claude.size()).isEqualTo(3);
    assertThat(claude.path(2).path("content").size()).isEqualTo(2);
    assertThat(claude.path(2).path("content").path(0).path("type").asString())
        .isEqualTo("tool_result");
    JsonNode bedrock = Talk.of(CHAT_COMPLETIONS, "bedrock", calls("")).sent().path("messages");
    assertThat(bedrock.path(2).path("content").size()).isEqualTo(2);
    JsonNode gemini = Talk.of(CHAT_COMPLETIONS, "gemini", calls("")).sent().path("contents");
    assertThat(gemini.path(2).path("parts").size()).isEqualTo(2);
    JsonNode response = gemini.path(2).path("parts").path(0).path("functionResponse");
    assertThat(response.path("name").asString()).as("looked up by the id").isEqualTo("a");
    assertThat(response.path("response").path("result").asString()).isEqualTo("sunny");
  }

  @Test
  void trap4BedrockGetsToolsWhereverTheyWereUsed() throws Unsuited {
    JsonNode config = Talk.of(CHAT_COMPLETIONS, "bedrock", calls("")).sent().path("toolConfig");
    assertThat(config.path("tools").size()).isEqualTo(2);
    assertThat(config.path("tools").path(0).path("toolSpec").path("name").asString())
        .isEqualTo("a");
  }

  @Test
  void trap7ThoughtsAndSignaturesComeBack() throws Unsuited {
    Map<String, List<Block>> known = new HashMap<>();
    known.put("functions.a:0", List.of(new Block.Thinking("hm", "sig")));
    known.put("call_2", List.of(new Block.ToolUse("call_2", "", "", "gsig")));
    Thoughts thoughts = new Thoughts() {
      @Override
      public List<Block> before(String id) {
        return known.getOrDefault(id, List.of());
      }

      @Override
      public void keep(String id, List<Block> blocks) {
        known.put(id, blocks);
      }
    };
    JsonNode claude = Talk
        .of(CHAT_COMPLETIONS, "anthropic", "claude-sonnet-4-5",
            calls(",\"reasoning_effort\":\"low\""), thoughts)
        .sent();
    JsonNode first = claude.path("messages").path(1).path("content").path(0);
    assertThat(first.path("type").asString()).isEqualTo("thinking");
    assertThat(first.path("signature").asString()).isEqualTo("sig");
    assertThat(claude.path("thinking").path("type").asString()).isEqualTo("enabled");
    JsonNode gemini = Talk
        .of(CHAT_COMPLETIONS, "gemini", "gemini-3-pro-preview", calls(""), thoughts)
        .sent()
        .path("contents")
        .path(1)
        .path("parts");
    assertThat(gemini.path(0).path("thoughtSignature").asString())
        .as("unknown: the value that is let through")
        .isEqualTo("skip_thought_signature_validator");
    assertThat(gemini.path(1).path("thoughtSignature").asString()).isEqualTo("gsig");
  }

  @Test
  void trap7LostThoughtsTurnThinkingOffAndAreNamed() throws Unsuited {
    Talk talk = Talk.of(CHAT_COMPLETIONS, "anthropic", calls(",\"reasoning_effort\":\"high\""));
    assertThat(talk.sent().has("thinking")).isFalse();
    assertThat(talk.dropped()).containsExactly("reasoning_effort");
  }

  @Test
  void trap8ACallWithoutArgumentsIsAnEmptyObject() throws Unsuited {
    JsonNode uses = Talk.of(CHAT_COMPLETIONS, "anthropic", calls(""))
        .sent()
        .path("messages")
        .path(1)
        .path("content");
    assertThat(uses.path(1).path("input").toString()).isEqualTo("{}");
    assertThat(Talk.of(CHAT_COMPLETIONS, "anthropic", calls("")).outgoing().body())
        .as("numbers as they were written")
        .contains("{\"x\":1.0}");
  }

  @Test
  void trap16AResponseFormatReachesEveryProvider() throws Unsuited {
    String body = ask(",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
        + "{\"name\":\"n\",\"schema\":{\"type\":\"object\"}}}");
    assertThat(Talk.of(CHAT_COMPLETIONS, "anthropic", body)
        .sent()
        .at("/output_config/format/schema/type")
        .asString()).isEqualTo("object");
    assertThat(Talk.of(CHAT_COMPLETIONS, "gemini", body)
        .sent()
        .at("/generationConfig/responseJsonSchema/type")
        .asString()).isEqualTo("object");
    assertThat(Talk.of(CHAT_COMPLETIONS, "bedrock", body)
        .sent()
        .at("/outputConfig/textFormat/structure/jsonSchema/schema")
        .asString()).as("JSON as a text").isEqualTo("{\"type\":\"object\"}");
    assertThat(Talk.of(CHAT_COMPLETIONS, "cohere", body)
        .sent()
        .at("/response_format/json_schema/type")
        .asString()).isEqualTo("object");
  }

  @Test
  void trap17ModelsThatRefuseATemperatureGetNone() throws Unsuited {
    String body = ask(",\"temperature\":0.5,\"top_p\":0.9");
    Talk newer = Talk.of(CHAT_COMPLETIONS, "anthropic", "claude-opus-4-7", body,
        Thoughts.FORGETFUL);
    assertThat(newer.sent().has("temperature")).isFalse();
    assertThat(newer.dropped()).containsExactly("temperature", "top_p");
    Talk one = Talk.of(CHAT_COMPLETIONS, "anthropic", body);
    assertThat(one.sent().has("temperature")).isTrue();
    assertThat(one.sent().has("top_p")).as("not both").isFalse();
    Talk hot = Talk.of(CHAT_COMPLETIONS, "bedrock", ask(",\"temperature\":1.5"));
    assertThat(hot.sent().at("/inferenceConfig/temperature").asDouble()).isEqualTo(1);
    assertThat(hot.dropped()).containsExactly("temperature");
  }

  @Test
  void trap18GeminiGetsSchemasWhereAllKeywordsAreAllowed() throws Unsuited {
    JsonNode declaration = Talk.of(CHAT_COMPLETIONS, "gemini", ask(
        ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"$schema\":\"x\","
            + "\"type\":\"object\",\"additionalProperties\":false}}}]"))
        .sent()
        .at("/tools/0/functionDeclarations/0");
    assertThat(declaration.has("parameters")).isFalse();
    assertThat(declaration.path("parametersJsonSchema").has("$schema")).isTrue();
  }

  @Test
  void trap19FieldsOfClaudesOwnGoToNoOtherProvider() throws Unsuited {
    String body = "{\"model\":\"m\",\"max_tokens\":9,\"context_management\":{\"edits\":[]},"
        + "\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"},\"defer_loading\":true,"
        + "\"input_examples\":[],\"eager_input_streaming\":true,\"cache_control\":{\"type\":\"ephemeral\","
        + "\"scope\":\"global\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    for (String provider : List.of("bedrock", "gemini", "cohere", "openai")) {
      Talk talk = Talk.of(MESSAGES, provider, body);
      assertThat(talk.outgoing().body()).doesNotContain("context_management", "defer_loading",
          "input_examples", "scope", "eager_input_streaming");
      assertThat(talk.dropped()).as(provider).contains("context_management");
    }
  }

  @Test
  void trap23IdsFitTheProviderAndStillMatch() throws Unsuited {
    JsonNode claude = Talk.of(CHAT_COMPLETIONS, "anthropic", calls("")).sent().path("messages");
    String call = claude.at("/1/content/0/id").asString();
    assertThat(call).matches("[a-zA-Z0-9_-]+").isNotEqualTo("functions.a:0");
    assertThat(claude.at("/2/content/0/tool_use_id").asString()).isEqualTo(call);
    assertThat(claude.at("/1/content/1/id").asString()).isEqualTo("call_2");
    String messages = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"},"
        + "{\"role\":\"assistant\",\"content\":[{\"type\":\"tool_use\",\"id\":\"toolu_01AbCdEfGhIjKl\","
        + "\"name\":\"f\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\","
        + "\"tool_use_id\":\"toolu_01AbCdEfGhIjKl\",\"content\":\"ok\"}]}]}";
    JsonNode mistral = Talk.of(MESSAGES, "mistral", messages).sent().path("messages");
    String nine = mistral.at("/1/tool_calls/0/id").asString();
    assertThat(nine).matches("[a-zA-Z0-9]{9}");
    assertThat(mistral.at("/2/tool_call_id").asString()).isEqualTo(nine);
    assertThat(ToolIds.BEDROCK.fit("x".repeat(100))).hasSize(64)
        .isEqualTo(ToolIds.BEDROCK.fit("x".repeat(100)))
        .isNotEqualTo(ToolIds.BEDROCK.fit("x".repeat(101)));
  }

  @Test
  void trap29MistralGetsNothingThatItDoesNotKnow() throws Unsuited {
    Talk talk = Talk.of(MESSAGES, "mistral",
        "{\"model\":\"m\",\"max_tokens\":9,\"top_k\":3,\"metadata\":{\"user_id\":\"u\"},"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    assertThat(talk.sent().propertyNames()).containsExactlyInAnyOrder("model", "messages",
        "max_tokens");
    assertThat(talk.dropped()).containsExactlyInAnyOrder("top_k", "user");
  }

  @Test
  void trap30InstructionsAreGatheredAtTheHead() throws Unsuited {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"one\"},"
        + "{\"role\":\"user\",\"content\":\"hi\"},{\"role\":\"developer\",\"content\":\"two\"},"
        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"\"},{\"type\":\"text\",\"text\":\"you\"}]}]}";
    JsonNode claude = Talk.of(CHAT_COMPLETIONS, "anthropic", body).sent();
    assertThat(claude.path("system").size()).isEqualTo(2);
    assertThat(claude.path("messages").size()).as("neighbours of a role are one").isEqualTo(1);
    assertThat(claude.at("/messages/0/content").size()).as("no empty text").isEqualTo(2);
    assertThat(Talk.of(CHAT_COMPLETIONS, "gemini", body)
        .sent()
        .at("/systemInstruction/parts/0/text")
        .asString()).isEqualTo("one\n\ntwo");
  }

  @Test
  void trap34TheGatewayFetchesNoImageForAClient() {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
        + "\"image_url\":{\"url\":\"http://169.254.169.254/latest\"}}]}]}";
    assertThatThrownBy(() -> Talk.of(CHAT_COMPLETIONS, "bedrock", body))
        .isInstanceOf(Unsuited.class)
        .hasMessageContaining("fetches no addresses");
  }

  @Test
  void whatCannotBeSaidIsRefusedOrNamed() throws Unsuited {
    assertThatThrownBy(() -> Talk.of(CHAT_COMPLETIONS, "anthropic", ask(",\"n\":2")))
        .isInstanceOf(Unsuited.class);
    assertThat(Talk
        .of(CHAT_COMPLETIONS, "anthropic",
            ask(",\"seed\":1,\"logit_bias\":{\"1\":2},\"presence_penalty\":1,\"store\":false"))
        .dropped()).containsExactlyInAnyOrder("seed", "logit_bias", "presence_penalty");
    assertThatThrownBy(() -> Talk.of(RESPONSES, "anthropic",
        "{\"model\":\"m\",\"input\":\"hi\",\"previous_response_id\":\"resp_1\"}"))
        .isInstanceOf(Unsuited.class);
  }

  @Test
  void toolChoicesMeanTheSameEverywhere() throws Unsuited {
    String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
        + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],\"tool_choice\":";
    String one = ask(tools + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}"
        + ",\"parallel_tool_calls\":false");
    JsonNode claude = Talk.of(CHAT_COMPLETIONS, "anthropic", one).sent();
    assertThat(claude.at("/tool_choice/type").asString()).isEqualTo("tool");
    assertThat(claude.at("/tool_choice/disable_parallel_tool_use").asBoolean()).isTrue();
    assertThat(claude.at("/tools/0/input_schema/type").asString()).isEqualTo("object");
    JsonNode gemini = Talk.of(CHAT_COMPLETIONS, "gemini", one).sent();
    assertThat(gemini.at("/toolConfig/functionCallingConfig/mode").asString()).isEqualTo("ANY");
    assertThat(gemini.at("/toolConfig/functionCallingConfig/allowedFunctionNames/0").asString())
        .isEqualTo("g");
    JsonNode cohere = Talk.of(CHAT_COMPLETIONS, "cohere", one).sent();
    assertThat(cohere.path("tools").size()).isEqualTo(1);
    assertThat(cohere.path("tool_choice").asString()).isEqualTo("REQUIRED");
    JsonNode bedrock = Talk.of(CHAT_COMPLETIONS, "bedrock", ask(tools + "\"none\"")).sent();
    assertThat(bedrock.has("toolConfig")).as("withheld").isFalse();
    List<String> allowed = new ArrayList<>();
    Talk.of(CHAT_COMPLETIONS, "anthropic",
        ask(tools + "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"auto\",\"tools\":"
            + "[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}"))
        .sent()
        .path("tools")
        .forEach(tool -> allowed.add(tool.path("name").asString()));
    assertThat(allowed).containsExactly("g");
  }
}
