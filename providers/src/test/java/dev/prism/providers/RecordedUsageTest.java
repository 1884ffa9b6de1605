package dev.prism.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseReader;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// The usage identities of providers with a dialect of their own, on every recorded reply that counts tokens:
/// nothing is counted twice, and what a cache served or a model thought is in its own bucket. Those of the
/// OpenAI dialect are in `RecordingsTest`.
class RecordedUsageTest {
  @ParameterizedTest
  @CsvSource({"anthropic, anthropic, MESSAGES, messages",
      "gemini, gemini, CHAT_COMPLETIONS, generateContent",
      "gemini, gemini, CHAT_COMPLETIONS, streamGenerateContent",
      "gemini, vertex, CHAT_COMPLETIONS, generateContent",
      "gemini, vertex, CHAT_COMPLETIONS, streamGenerateContent",
      "bedrock, bedrock, CHAT_COMPLETIONS, converse",
      "bedrock, bedrock, CHAT_COMPLETIONS, converse-stream",
      "cohere, cohere, CHAT_COMPLETIONS, cohere.v2.chat"})
  void eachTokenIsCountedOnce(String adapter, String file, Endpoint endpoint, String recorded)
      throws Exception {
    List<byte[]> replies = RecordedReplies.of(file, recorded);
    assumeTrue(!replies.isEmpty(), "skipped: no recordings on this machine");
    int counted = 0;
    for (byte[] reply : replies) {
      Told told = Told.by(Talk.adapter(adapter).decoder(endpoint), reply);
      TokenUsage usage = told.usage;
      if (usage != null && !told.counts.isEmpty()) {
        counted++;
        assertThat(buckets(adapter, usage))
            .as("%s %s: %s", file, recorded, new String(reply, StandardCharsets.ISO_8859_1))
            .isEqualTo(wanted(adapter, told.counts));
      }
    }
    System.out.println(file + " " + recorded + ": " + replies.size() + " recorded, " + counted
        + " with usage agree");
    assertThat(counted).isPositive();
  }

  /// Prompt, cache read, cache written, completion and thoughts; those that a provider does not tell are -1.
  private static List<Long> buckets(String adapter, TokenUsage usage) {
    long written = usage.cacheWrite5m() + usage.cacheWrite1h();
    return adapter.equals("cohere")
        ? List.of(usage.prompt(), -1L, -1L, usage.completion(), -1L)
        : List.of(usage.prompt(), usage.cacheRead(), written, usage.completion(),
            adapter.equals("gemini") ? usage.reasoning() : -1L);
  }

  private static List<Long> wanted(String adapter, Map<String, Long> counts) {
    return switch (adapter) {
      case "anthropic" -> List.of(
          sum(counts, "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens",
              "compaction.input_tokens"),
          sum(counts, "cache_read_input_tokens"), sum(counts, "cache_creation_input_tokens"),
          sum(counts, "output_tokens", "compaction.output_tokens"), -1L);
      case "bedrock" -> {
        total(counts, "totalTokens", "inputTokens", "outputTokens", "cacheReadInputTokens",
            "cacheWriteInputTokens");
        yield List.of(sum(counts, "inputTokens", "cacheReadInputTokens", "cacheWriteInputTokens"),
            sum(counts, "cacheReadInputTokens"), sum(counts, "cacheWriteInputTokens"),
            sum(counts, "outputTokens"), -1L);
      }
      case "gemini" -> {
        total(counts, "totalTokenCount", "promptTokenCount", "toolUsePromptTokenCount",
            "candidatesTokenCount", "thoughtsTokenCount");
        yield List.of(sum(counts, "promptTokenCount", "toolUsePromptTokenCount"),
            sum(counts, "cachedContentTokenCount"), 0L,
            sum(counts, "candidatesTokenCount", "thoughtsTokenCount"),
            sum(counts, "thoughtsTokenCount"));
      }
      default -> List.of(sum(counts, "input_tokens"), -1L, -1L, sum(counts, "output_tokens"), -1L);
    };
  }

  /// Three recordings tell no total.
  private static void total(Map<String, Long> counts, String total, String... parts) {
    if (counts.containsKey(total)) {
      assertThat(sum(counts, total)).isEqualTo(sum(counts, parts));
    }
  }

  private static long sum(Map<String, Long> counts, String... names) {
    return Arrays.stream(names).mapToLong(name -> counts.getOrDefault(name, 0L)).sum();
  }

  /// What the decoder says of a reply, and the counts in it by a reading of its own.
  private static final class Told implements Consumer<ResponseEvent> {
    private final Map<String, Long> counts = new HashMap<>();
    private @Nullable TokenUsage usage;

    static Told by(ReplyDecoder decoder, byte[] reply) throws Exception {
      Told told = new Told();
      if (reply[0] == '{' || reply[0] == '[') {
        told.count(Talk.JSON.readTree(reply));
        decoder.body(reply, 0, reply.length, told);
        return told;
      }
      EventCutter cutter = decoder.cutter(8 << 20);
      SseReader.Handler handler = event -> {
        try {
          if (event.hasData() && event.data()[event.dataStart()] == '{') {
            told.count(Talk.JSON
                .readTree(Arrays.copyOfRange(event.data(), event.dataStart(), event.dataEnd())));
          }
          decoder.event(event, told);
        } catch (JsonProblem broken) {
          throw new AssertionError(broken);
        }
      };
      cutter.feed(reply, 0, reply.length, handler);
      cutter.finish(handler);
      return told;
    }

    /// A later count replaces an earlier one; what Gemini leaves out of its last one is nought.
    private void count(JsonNode json) {
      if (json.isArray()) {
        json.forEach(this::count);
        return;
      }
      if (json.path("usageMetadata").isObject()) {
        counts.clear();
        take("", json.path("usageMetadata"));
      }
      for (JsonNode place : List.of(json, json.path("message"), json.path("delta"))) {
        JsonNode billed = place.path("usage").path("billed_units");
        JsonNode usages = billed.isObject() ? billed : place.path("usage");
        take("", usages);
        for (JsonNode iteration : usages.path("iterations")) {
          if (iteration.path("type").asString("").equals("compaction")) {
            take("compaction.", iteration);
          }
        }
      }
    }

    private void take(String prefix, JsonNode usages) {
      usages.properties()
          .stream()
          .filter(one -> one.getValue().isNumber())
          .forEach(one -> counts.put(prefix + one.getKey(), one.getValue().asLong()));
    }

    @Override
    public void accept(ResponseEvent event) {
      if (event instanceof ResponseEvent.Usage counted) {
        usage = counted.usage();
      }
    }
  }
}
