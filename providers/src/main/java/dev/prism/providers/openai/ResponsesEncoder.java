package dev.prism.providers.openai;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.AnswerIds;
import dev.prism.providers.Gathered;
import dev.prism.providers.Gathered.Part;
import dev.prism.providers.ReplyEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes Responses, streamed or whole. Clients build the answer from deltas, from finished items or from
/// the last event: all three say everything.
final class ResponsesEncoder implements ReplyEncoder {
  private final ChatRequest request;
  private final long created = System.currentTimeMillis() / 1000;
  private final String fresh = AnswerIds.fresh();
  private final List<ResponseItem> items = new ArrayList<>();
  private final TreeMap<Integer, ResponseItem> calls = new TreeMap<>();
  private @Nullable ResponseItem open;
  private boolean begun;
  private long sequence;
  private String id = "";
  private String model = "";
  private String finish = "";
  private @Nullable TokenUsage usage;

  ResponsesEncoder(ChatRequest request) {
    this.request = request;
  }

  @Override
  public void event(ResponseEvent event, StringBuilder out) {
    switch (event) {
      case ResponseEvent.Head head -> {
        id = head.id();
        model = head.model();
      }
      case ResponseEvent.TextDelta(int choice, String text) -> {
        if (choice == 0) {
          said(ResponseItem.Kind.MESSAGE, text, out);
        }
      }
      case ResponseEvent.RefusalDelta(int choice, String text) -> {
        if (choice == 0) {
          said(ResponseItem.Kind.REFUSAL, text, out);
        }
      }
      case ResponseEvent.ReasoningDelta(int choice, String text) -> {
        if (choice == 0) {
          said(ResponseItem.Kind.REASONING, text, out);
        }
      }
      case ResponseEvent.ToolCallDelta call -> {
        if (call.choice() == 0) {
          call(call, out);
        }
      }
      case Other other -> opaque(other, out);
      case ResponseEvent.Finish(int choice, String reason) ->
        finish = choice == 0 ? reason : finish;
      case ResponseEvent.Usage counted -> usage = counted.usage();
      case ResponseEvent.Failed _,ResponseEvent.End _ -> {
      }
    }
  }

  private void said(ResponseItem.Kind kind, String text, StringBuilder out) {
    ResponseItem item = open;
    if (item == null || item.kind() != kind) {
      close(out);
      item = begin(new ResponseItem(kind, items.size(), responseId()), out);
      open = item;
    }
    item.append(text);
    JsonWriter json = begin(item.deltaType(), out);
    json.text("item_id", item.id()).number("output_index", item.index());
    item.place(json);
    json.text("delta", text);
    if (kind == ResponseItem.Kind.MESSAGE) {
      json.array("logprobs").endArray();
    }
    end(json, out);
  }

  private void call(ResponseEvent.ToolCallDelta delta, StringBuilder out) {
    ResponseItem item = calls.get(delta.index());
    if (item == null) {
      close(out);
      item = new ResponseItem(ResponseItem.Kind.CALL, items.size(), responseId());
      item.named(delta.id(), delta.name());
      calls.put(delta.index(), begin(item, out));
    }
    if (!delta.arguments().isEmpty()) {
      item.append(delta.arguments());
      JsonWriter json = begin(item.deltaType(), out);
      json.text("item_id", item.id())
          .number("output_index", item.index())
          .text("delta", delta.arguments());
      end(json, out);
    }
  }

  private void opaque(Other other, StringBuilder out) {
    if (other.choice() != 0 || other.call() >= 0 || other.kind() == Other.Kind.MEDIA) {
      return;
    }
    ResponseItem item = open;
    boolean thought = item != null && item.kind() == ResponseItem.Kind.REASONING;
    if (item == null || !thought || other.kind() == Other.Kind.REDACTED_THOUGHT) {
      close(out);
      item = begin(new ResponseItem(ResponseItem.Kind.REASONING, items.size(), responseId()), out);
      open = item;
    }
    item.signed(other.value());
    close(out);
  }

  private ResponseItem begin(ResponseItem item, StringBuilder out) {
    start(out);
    items.add(item);
    JsonWriter json = begin("response.output_item.added", out);
    json.number("output_index", item.index()).name("item");
    item.write(json, false);
    end(json, out);
    item.openPart(this::begin, this::end, out);
    return item;
  }

  private void close(StringBuilder out) {
    ResponseItem item = open;
    open = null;
    if (item != null) {
      finish(item, out);
    }
  }

  private void finish(ResponseItem item, StringBuilder out) {
    item.closePart(this::begin, this::end, out);
    JsonWriter json = begin("response.output_item.done", out);
    json.number("output_index", item.index()).name("item");
    item.write(json, true);
    end(json, out);
  }

  private void start(StringBuilder out) {
    if (begun) {
      return;
    }
    begun = true;
    for (String type : List.of("response.created", "response.in_progress")) {
      JsonWriter json = begin(type, out);
      json.name("response");
      response("in_progress", List.of(), json);
      end(json, out);
    }
  }

  private JsonWriter begin(String type, StringBuilder out) {
    out.append("event: ").append(type).append("\ndata: ");
    return new JsonWriter(out).object().text("type", type).number("sequence_number", sequence++);
  }

  private void end(JsonWriter json, StringBuilder out) {
    json.endObject();
    out.append("\n\n");
  }

  @Override
  public void end(StringBuilder out) {
    start(out);
    close(out);
    calls.values().forEach(call -> finish(call, out));
    String status = status(FinishReason.of(finish));
    JsonWriter json = begin("response." + status, out);
    json.name("response");
    response(status, items, json);
    end(json, out);
  }

  private static String status(FinishReason reason) {
    return switch (reason) {
      case LENGTH, FILTER -> "incomplete";
      case END, STOP_SEQUENCE, TOOLS, PAUSE, ERROR -> "completed";
    };
  }

  private void response(String status, List<ResponseItem> output, JsonWriter json) {
    json.object()
        .text("id", "resp_" + responseId())
        .text("object", "response")
        .number("created_at", created)
        .text("status", status)
        .raw("error", "null")
        .raw("incomplete_details",
            status.equals("incomplete")
                ? FinishReason.of(finish) == FinishReason.LENGTH
                    ? "{\"reason\":\"max_output_tokens\"}"
                    : "{\"reason\":\"content_filter\"}"
                : "null")
        .raw("instructions", "null")
        .raw("metadata", "{}")
        .text("model", model.isEmpty() ? request.model() : model)
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
    TokenUsage counted = usage;
    if (counted == null || status.equals("in_progress")) {
      json.raw("usage", "null");
    } else {
      usage(counted, json);
    }
    json.endObject();
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

  private String responseId() {
    return AnswerIds.bare(id, "resp_", fresh);
  }

  @Override
  public String whole(List<ResponseEvent> events) {
    Gathered answer = Gathered.of(events);
    id = answer.id();
    model = answer.model();
    usage = answer.usage();
    for (Part part : answer.first().parts()) {
      items.add(ResponseItem.of(part, items.size(), responseId()));
    }
    finish = switch (answer.first().finish()) {
      case LENGTH -> "length";
      case FILTER -> "content_filter";
      case END, STOP_SEQUENCE, TOOLS, PAUSE, ERROR -> "stop";
    };
    JsonWriter json = new JsonWriter(new StringBuilder(2048));
    response(status(FinishReason.of(finish)), items, json);
    return json.toString();
  }
}
