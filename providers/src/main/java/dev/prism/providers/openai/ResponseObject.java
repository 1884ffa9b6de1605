package dev.prism.providers.openai;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the object `response`, which stands alone or within events.
///
/// @param request what was asked for, of which it repeats some
/// @param created in seconds
record ResponseObject(ChatRequest request, long created) {
  ResponseObject(ChatRequest request) {
    this(request, System.currentTimeMillis() / 1000);
  }

  /// @param id    without its prefix
  /// @param model that the provider named, empty when it named none
  /// @param usage null when it is not known
  record State(
      String id,
      String model,
      String status,
      FinishReason finish,
      @Nullable TokenUsage usage) {}

  static String status(FinishReason reason) {
    return switch (reason) {
      case LENGTH, FILTER -> "incomplete";
      case END, STOP_SEQUENCE, TOOLS, PAUSE, ERROR -> "completed";
    };
  }

  void write(State state, List<ResponseItem> output, JsonWriter json) {
    json.object()
        .text("id", "resp_" + state.id())
        .text("object", "response")
        .number("created_at", created)
        .text("status", state.status())
        .raw("error", "null")
        .raw("incomplete_details", incomplete(state))
        .raw("instructions", "null")
        .raw("metadata", "{}")
        .text("model", state.model().isEmpty() ? request.model() : state.model())
        .array("output");
    output.forEach(item -> item.write(json, true));
    json.endArray()
        .bool("parallel_tool_calls", !Boolean.FALSE.equals(request.tools().parallel()))
        .raw("previous_response_id", "null")
        .raw("temperature", orNull(request.sampling().temperature()))
        .text("tool_choice", "auto")
        .array("tools")
        .endArray()
        .raw("top_p", orNull(request.sampling().topP()))
        .raw("text", "{\"format\":{\"type\":\"text\"}}")
        .bool("store", false);
    TokenUsage counted = state.usage();
    if (counted == null || state.status().equals("in_progress")) {
      json.raw("usage", "null");
    } else {
      usage(counted, json);
    }
    json.endObject();
  }

  private static String incomplete(State state) {
    if (!state.status().equals("incomplete")) {
      return "null";
    }
    return state.finish() == FinishReason.LENGTH
        ? "{\"reason\":\"max_output_tokens\"}"
        : "{\"reason\":\"content_filter\"}";
  }

  private static String orNull(@Nullable String number) {
    return number == null ? "null" : number;
  }

  private static void usage(TokenUsage usage, JsonWriter json) {
    json.object("usage")
        .number("input_tokens", usage.prompt())
        .object("input_tokens_details")
        .number("cached_tokens", usage.cacheRead())
        .number("cache_write_tokens", usage.cacheWrite5m() + usage.cacheWrite1h())
        .endObject()
        .number("output_tokens", usage.completion())
        .object("output_tokens_details")
        .number("reasoning_tokens", usage.reasoning())
        .endObject()
        .number("total_tokens", usage.total())
        .endObject();
  }
}
