package dev.prism.providers;

import static dev.prism.exchange.Endpoint.CHAT_COMPLETIONS;
import static dev.prism.exchange.Endpoint.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.json.JsonProblem;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Wishes that a target takes in words of its own, or not at all: none is lost silently.
class WishesTest {
  private static String chat(String more) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + more + "}";
  }

  @Test
  void aTemperatureOfOneStaysWhereAModelThinks() throws Unsuited {
    String body = chat(",\"temperature\":1,\"reasoning_effort\":\"low\"");
    for (String provider : new String[]{"anthropic", "bedrock"}) {
      Talk talk = Talk.of(CHAT_COMPLETIONS, provider, body);
      assertThat(talk.dropped()).doesNotContain("temperature");
      assertThat(talk.sent().findValue("temperature").asInt()).isEqualTo(1);
    }
    assertThat(Talk.of(CHAT_COMPLETIONS, "anthropic",
        chat(",\"temperature\":0.5,\"reasoning_effort\":\"low\"")).dropped())
        .contains("temperature");
  }

  @Test
  void aModelThatTakesNoTemperatureGetsNone() throws Unsuited {
    Talk talk = Talk.of(CHAT_COMPLETIONS, "anthropic", "claude-opus-4-7",
        chat(",\"temperature\":1"), Thoughts.FORGETFUL);
    assertThat(talk.sent().has("temperature")).isFalse();
    assertThat(talk.dropped()).contains("temperature");
  }

  @Test
  void theEndUserIsTold() throws Unsuited {
    JsonNode sent = Talk.of(CHAT_COMPLETIONS, "anthropic", chat(",\"user\":\"u1\"")).sent();
    assertThat(sent.at("/metadata/user_id").asString()).isEqualTo("u1");
    assertThat(Talk.of(CHAT_COMPLETIONS, "cohere", chat(",\"user\":\"u1\"")).dropped())
        .contains("user");
  }

  @Test
  void whatATargetCannotTakeIsNamed() throws Unsuited {
    String body = """
        {"model":"m","messages":[{"role":"user","name":"ann","content":[{"type":"image_url",\
        "image_url":{"url":"data:image/png;base64,QQ==","detail":"high"}}]}],"tools":[{"type":"function",\
        "function":{"name":"f","strict":true,"parameters":{"type":"object"}}}]}""";
    assertThat(Talk.of(CHAT_COMPLETIONS, "gemini", body).dropped()).contains("messages.name",
        "image_url.detail", "tools.strict");
    assertThat(Talk.of(CHAT_COMPLETIONS, "bedrock", body).dropped())
        .containsExactlyInAnyOrder("messages.name", "image_url.detail");
    Talk cohere = Talk.of(CHAT_COMPLETIONS, "cohere", body);
    assertThat(cohere.dropped()).containsExactly("messages.name");
    assertThat(cohere.sent().path("strict_tools").asBoolean()).isTrue();
    assertThat(Talk
        .of(MESSAGES, "gemini",
            """
                {"model":"m","max_tokens":9,"cache_control":{"type":"ephemeral"},"thinking":{"type":"adaptive",\
                "display":"omitted"},"output_config":{"task_budget":{"total":9}},"messages":[{"role":"user",\
                "content":"x"}]}""")
        .dropped()).contains("cache_control", "thinking.display", "output_config.task_budget");
  }

  @Test
  void instructionsThatSayNothingAreNoEmptyList() throws Unsuited {
    assertThat(Talk.of(CHAT_COMPLETIONS, "anthropic", """
        {"model":"m","messages":[{"role":"system","content":""},{"role":"user","content":"x"}]}""")
        .sent()
        .has("system")).isFalse();
  }

  @Test
  void idsKeepGeminisCallsOfOneToolApart() throws Unsuited {
    JsonNode contents = Talk.of(CHAT_COMPLETIONS, "gemini", """
        {"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[\
        {"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},\
        {"id":"c2","type":"function","function":{"name":"f","arguments":"{}"}}]},\
        {"role":"tool","tool_call_id":"c2","content":"two"},{"role":"tool","tool_call_id":"c1",\
        "content":"one"}]}""").sent().path("contents");
    assertThat(contents.at("/1/parts/1/functionCall/id").asString()).isEqualTo("c2");
    assertThat(contents.at("/2/parts/0/functionResponse/id").asString()).isEqualTo("c2");
  }

  @Test
  void whatClaudeSignedBehindOpenRouterComesToTheClientAndBack() throws Unsuited, JsonProblem {
    Talk talk = Talk.of(MESSAGES, "openrouter", """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]}""");
    JsonNode answer = talk.answer("""
        {"id":"g","model":"m","choices":[{"message":{"content":"hello","reasoning":"hm",\
        "reasoning_details":[{"type":"reasoning.text","text":"hm","signature":"sig",\
        "format":"anthropic-claude-v1"},{"type":"reasoning.encrypted","data":"other",\
        "format":"openai-responses-v1"}]},"finish_reason":"stop"}]}""");
    assertThat(answer.at("/content/0/thinking").asString()).isEqualTo("hm");
    assertThat(answer.at("/content/0/signature").asString()).isEqualTo("sig");
    assertThat(answer.at("/content/1/text").asString()).isEqualTo("hello");
    assertThat(answer.path("content").size()).isEqualTo(2);
    JsonNode sent = Talk
        .of(MESSAGES, "openrouter",
            """
                {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant",\
                "content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"text","text":"a"}]},\
                {"role":"user","content":"y"}]}""")
        .sent();
    assertThat(sent.at("/messages/1/reasoning_details/0/signature").asString()).isEqualTo("sig");
  }
}
