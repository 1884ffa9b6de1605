package dev.prism.providers.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.End;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The oddities of providers that speak the OpenAI dialect. Synthetic where nothing was recorded.
class ChatDecoderTest {
  @Test
  void contentListsWithNestedThoughtsAreTextAndReasoning() throws Exception {
    Facts facts = stream("""
        data: {"id":"a","model":"magistral","choices":[{"index":0,"delta":{"content":[{"type":\
        "thinking","thinking":[{"type":"text","text":"hm "}]},{"type":"text","text":"yes"}]}}]}

        """);
    assertThat(facts.text).containsEntry(0, "yes");
    assertThat(facts.reasoning).containsEntry(0, "hm ");
  }

  @Test
  void reasoningUnderAnyOfItsNamesIsReadOnce() throws Exception {
    assertThat(body("""
        {"choices":[{"message":{"reasoning":"r","reasoning_content":"r","reasoning_details":\
        [{"text":"r"}],"content":"c"},"finish_reason":"stop"}]}""").reasoning).containsEntry(0,
        "r");
    assertThat(body(
        """
            {"choices":[{"message":{"reasoning_details":[{"type":"reasoning.text","text":"d"}]}}]}""").reasoning)
        .containsEntry(0, "d");
  }

  @Test
  void perplexityMessageBesideDeltaDoesNotDoubleTheText() throws Exception {
    Facts facts = stream(
        """
            data: {"id":"p","model":"sonar","object":"chat.completion.chunk","usage":{"prompt_tokens":5,\
            "completion_tokens":1,"total_tokens":6},"choices":[{"index":0,"message":{"content":"One"},\
            "delta":{"content":"One"}}]}

            data: {"id":"p","model":"sonar","object":"chat.completion.done","usage":{"prompt_tokens":5,\
            "completion_tokens":2,"total_tokens":7,"cost":{"total_cost":0.005}},"choices":[{"index":0,\
            "message":{"content":"One two"},"delta":{"content":" two"},"finish_reason":"stop"}]}

            """
            .replace("\n", "\r\n"));
    assertThat(facts.text).containsEntry(0, "One two");
    assertThat(facts.complete).isTrue();
    assertThat(facts.events.getLast()).isEqualTo(new End());
  }

  @Test
  void cumulativeUsagePerChunkReplacesAndIsNotAdded() throws Exception {
    Facts facts = stream(
        """
            data: {"choices":[{"index":0,"delta":{"content":"a"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}

            data: {"choices":[{"index":0,"delta":{"content":"b"}}],"usage":{"prompt_tokens":5,"completion_tokens":2}}

            """);
    assertThat(facts.usage).isEqualTo(TokenUsage.of(5, 2));
    assertThat(facts.usageOnly).isZero();
  }

  @Test
  void aChunkWithoutChoicesButUsageIsUsageOnly() throws Exception {
    Facts facts = stream("""
        data: {"id":"x","model":"m","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}

        data: {"id":"","model":"","choices":[],"prompt_filter_results":[]}

        """);
    assertThat(facts.usageOnly).isEqualTo(1);
    assertThat(facts.usage).isEqualTo(TokenUsage.of(3, 4));
  }

  @Test
  void anAzureChunkWithoutDeltaIsHarmless() throws Exception {
    Facts facts = stream(
        """
            data: {"choices":[],"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]}

            data: {"id":"c","model":"gpt-5","choices":[{"index":0,"finish_reason":null,"content_filter_offsets":{}}]}

            data: {"id":"c","model":"gpt-5","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}

            """);
    assertThat(facts.id).isEqualTo("c");
    assertThat(facts.text).containsEntry(0, "hi");
    assertThat(facts.complete).isTrue();
  }

  @Test
  void eachChoiceMustFinishAndDoneAloneProvesNothing() throws Exception {
    String two = """
        data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}

        data: {"choices":[{"index":1,"delta":{"content":"b"}}]}

        data: [DONE]

        """;
    assertThat(stream(two).complete).isFalse();
    assertThat(stream(two.replace("\"b\"}", "\"b\"},\"finish_reason\":\"length\"")).complete)
        .isTrue();
    assertThat(stream("data: [DONE]\n\n").complete).isFalse();
    assertThat(
        stream("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n").complete)
        .isTrue();
  }

  @Test
  void anEmptyFinishReasonInAStreamFinishesNothing() throws Exception {
    assertThat(stream("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"\"}]}\n\n").complete)
        .isFalse();
  }

  @Test
  void toolCallsWithoutIndexAreKeptApart() throws Exception {
    Facts facts = stream(
        """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","function":{"name":"f","arguments":"{}"}},\
            {"id":"b","function":{"name":"g","arguments":"{\\"x\\":"}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"function":{"arguments":"1}"}}]}}]}

            """);
    assertThat(facts.calls).containsEntry("0.0", "f:{}").containsEntry("0.1", "g:{\"x\":1}");
  }

  @Test
  void parallelToolCallsAllAtIndexZeroAreKeptApartByTheirIds() throws Exception {
    Facts facts = stream(
        """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1"}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"g","arguments":""}}]}}]}

            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":null,"function":{"arguments":"2"}}]}}]}

            """);
    assertThat(facts.calls).containsEntry("0.0", "f:1").containsEntry("0.1", "g:2");
  }

  @Test
  void groqErrorEventFails() throws Exception {
    Facts facts = stream(
        """
            event: error
            data: {"error":{"message":"bad call","type":"invalid_request_error","code":"tool_use_failed"}}

            """);
    assertThat(facts.failed).isEqualTo(new ResponseEvent.Failed("tool_use_failed", "bad call"));
    assertThat(facts.complete).isFalse();
  }

  @Test
  void openRouterErrorAfterAFinishReasonFailsAndKeepsItsUsage() throws Exception {
    Facts facts = stream(
        """
            data: {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"length"}]}

            data: {"error":{"code":400,"message":"Token limit reached"},"choices":[{"index":0,"delta":{}}],\
            "usage":{"prompt_tokens":43,"completion_tokens":10,"total_tokens":53,\
            "completion_tokens_details":{"reasoning_tokens":11}}}

            data: [DONE]

            """);
    assertThat(facts.failed).isEqualTo(new ResponseEvent.Failed("400", "Token limit reached"));
    assertThat(facts.complete).isFalse();
    assertThat(facts.usage).isEqualTo(new TokenUsage(43, 0, 0, 0, 0, 10, 0, 0));
  }

  @Test
  void llamaCppErrorFieldFails() throws Exception {
    Facts facts = stream("error: {\"code\":500,\"message\":\"slot unavailable\"}\n\n");
    assertThat(facts.failed).isNotNull();
    assertThat(facts.complete).isFalse();
  }

  @Test
  void anErrorThatIsATextFails() throws Exception {
    assertThat(stream("data: {\"error\":\"out of memory\"}\n\n").failed)
        .isEqualTo(new ResponseEvent.Failed("upstream_error", "out of memory"));
  }

  @Test
  void anErrorInAWholeReplyOfStatus200Fails() throws Exception {
    Facts facts = body(
        "{\"error\":{\"message\":\"filtered\",\"code\":\"content_filter\",\"status\":400}}");
    assertThat(facts.failed).isEqualTo(new ResponseEvent.Failed("content_filter", "filtered"));
    assertThat(facts.complete).isFalse();
  }

  @Test
  void aFilteredAzureChoiceWithoutMessageFinishes() throws Exception {
    Facts facts = body("{\"choices\":[{\"index\":0,\"finish_reason\":\"content_filter\"}]}");
    assertThat(facts.finish).containsEntry(0, "content_filter");
    assertThat(facts.complete).isTrue();
  }

  @Test
  void malformedEventsAreToldAndTheNextIsRead() throws Exception {
    Facts facts = stream("""
        data: {"choices":[{"index":0,"delta":{"content":"a"}

        data: {"choices":[{"index":0,"delta":{"content":"b"},"finish_reason":"stop"}]}

        """);
    assertThat(facts.problems).isEqualTo(1);
    assertThat(facts.text).containsEntry(0, "b");
    assertThatThrownBy(() -> body("<html>")).isInstanceOf(JsonProblem.class);
  }

  @Test
  void strangeShapesAreNoError() throws Exception {
    for (String odd : new String[]{"[]", "null", "3", "{}", "{\"choices\":null}",
        "{\"choices\":[1,null,{}]}", "{\"choices\":[{\"delta\":[],\"index\":-4}]}",
        "{\"choices\":[{\"delta\":{\"content\":7,\"tool_calls\":{},\"audio\":null}}]}",
        "{\"choices\":[{\"delta\":{\"tool_calls\":[null,{\"function\":null,\"index\":1e9}]}}]}",
        "{\"usage\":{\"prompt_tokens\":-3,\"completion_tokens\":1e300}}",
        "{\"usage\":[],\"error\":null}", "{\"x_groq\":{\"usage\":4}}"}) {
      Facts facts = stream("data: " + odd + "\n\n");
      assertThat(facts.failed).as(odd).isNull();
      assertThat(facts.problems).as(odd).isZero();
    }
  }

  @Test
  void cachedTokensBeyondThePromptAreCutToIt() throws Exception {
    assertThat(usage("\"prompt_tokens\":208,\"completion_tokens\":1,\"prompt_tokens_details\":"
        + "{\"cached_tokens\":314}")).isEqualTo(new TokenUsage(0, 208, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void outputThatOnlyTheTotalCountsIsReasoning() throws Exception {
    assertThat(usage("\"prompt_tokens\":35,\"completion_tokens\":12,\"total_tokens\":109"))
        .isEqualTo(new TokenUsage(35, 0, 0, 0, 12, 62, 0, 0));
  }

  @Test
  void mistralAudioIsBesideThePrompt() throws Exception {
    assertThat(usage("\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":42,"
        + "\"prompt_tokens_details\":{\"audio_tokens\":27}"))
        .isEqualTo(new TokenUsage(10, 0, 0, 0, 5, 0, 27, 0));
  }

  @Test
  void cacheWritesAreABucketOfTheirOwn() throws Exception {
    assertThat(usage("\"prompt_tokens\":1220,\"completion_tokens\":100,\"total_tokens\":1320,"
        + "\"prompt_tokens_details\":{\"cached_tokens\":2,\"cache_write_tokens\":1217},"
        + "\"completion_tokens_details\":{\"reasoning_tokens\":100}"))
        .isEqualTo(new TokenUsage(1, 2, 1217, 0, 0, 100, 0, 0));
  }

  @Test
  void deepSeekHitsAreCacheReads() throws Exception {
    assertThat(usage("\"prompt_tokens\":30,\"completion_tokens\":1,"
        + "\"prompt_cache_hit_tokens\":20,\"prompt_cache_miss_tokens\":10"))
        .isEqualTo(new TokenUsage(10, 20, 0, 0, 1, 0, 0, 0));
  }

  @Test
  void groqUsageIsReadFromItsExtension() throws Exception {
    assertThat(stream("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":"
        + "{\"id\":\"r\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}}\n\n").usage)
        .isEqualTo(TokenUsage.of(9, 2));
  }

  @Test
  void theCostThatAProviderReportsIsKept() throws Exception {
    assertThat(reported("\"cost\":0.0004970133333333333")).isEqualByComparingTo("0.000497013333");
    assertThat(reported("\"cost_in_usd_ticks\":1234567")).isEqualByComparingTo("0.0001234567");
    assertThat(reported("\"cost\":{\"total_cost\":0.006}")).isEqualByComparingTo("0.006");
    assertThat(reported(
        "\"cost\":0.1,\"is_byok\":true,\"cost_details\":" + "{\"upstream_inference_cost\":0.2}"))
        .isEqualByComparingTo("0.3");
    assertThat(body("{\"usage\":{\"prompt_tokens\":1,\"cost\":0.1,\"is_byok\":true}}").reported)
        .isNull();
    assertThat(body("{\"usage\":{\"prompt_tokens\":1,\"cost\":-1}}").reported).isNull();
  }

  private static BigDecimal reported(String cost) throws Exception {
    var reported = body("{\"usage\":{\"prompt_tokens\":1," + cost + "}}").reported;
    assertThat(reported).isNotNull();
    return reported == null ? BigDecimal.ZERO : reported.dollars();
  }

  private static TokenUsage usage(String members) throws Exception {
    TokenUsage usage = body("{\"usage\":{" + members + "}}").usage;
    return usage == null ? TokenUsage.NONE : usage;
  }

  private static Facts stream(String text) throws Exception {
    return Facts.ofStream(new ChatDecoder(), text.getBytes(StandardCharsets.UTF_8), 7);
  }

  private static Facts body(String text) throws Exception {
    return Facts.ofBody(new ChatDecoder(), text.getBytes(StandardCharsets.UTF_8));
  }
}
