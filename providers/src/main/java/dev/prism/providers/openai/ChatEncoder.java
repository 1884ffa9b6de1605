package dev.prism.providers.openai;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.ResponseEvent.Other;
import dev.prism.exchange.ResponseEvent.ToolCallDelta;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.AnswerIds;
import dev.prism.providers.Gathered;
import dev.prism.providers.ReplyEncoder;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes chat completions, streamed or whole. Thoughts go out as `reasoning_content`; what their provider
/// must get back with them as `reasoning_details` and `extra_content`, where clients pass them on.
final class ChatEncoder implements ReplyEncoder {
  private final String asked;
  private final boolean wantsUsage;
  /// Whether a call is a `function_call`.
  private final boolean oldFunctions;
  private final Set<String> customTools;
  /// The calls that take a text, by choice and index.
  private final TreeMap<Integer, TreeMap<Integer, CustomInput>> inputs = new TreeMap<>();
  private final long created = System.currentTimeMillis() / 1000;
  private final String fresh = AnswerIds.fresh();
  private final BitSet begun = new BitSet();
  private final BitSet called = new BitSet();
  private final BitSet finished = new BitSet();
  private String id = "";
  private String model = "";
  private @Nullable TokenUsage usage;
  /// What each chunk begins with, up to the index of its choice.
  private @Nullable String opening;

  /// @param wantsUsage whether the stream ends with a chunk of usage
  ChatEncoder(ChatRequest request, boolean wantsUsage) {
    asked = request.model();
    this.wantsUsage = wantsUsage;
    oldFunctions = request.extras().oldFunctions();
    customTools = CustomTools.names(request.tools());
  }

  @Override
  public void event(ResponseEvent event, StringBuilder out) {
    switch (event) {
      case ResponseEvent.Head head -> {
        id = head.id();
        model = head.model();
      }
      case ResponseEvent.TextDelta(int choice, String text) -> piece(choice, "content", text, out);
      case ResponseEvent.ReasoningDelta(int choice, String text) ->
        piece(choice, "reasoning_content", text, out);
      case ResponseEvent.RefusalDelta(int choice, String text) ->
        piece(choice, "refusal", text, out);
      case ToolCallDelta call -> call(call, out);
      case ResponseEvent.Citation citation -> {
        JsonWriter json = new JsonWriter(open(citation.choice(), out));
        Annotations.ofChat(citation, json.array("annotations"));
        json.endArray();
        close("null", out);
      }
      case Other other -> opaque(other, out);
      case ResponseEvent.Finish(int choice, String reason) -> {
        if (!finished.get(choice)) {
          finish(choice, FinishReason.of(reason).withTools(called.get(choice)), out);
        }
      }
      case ResponseEvent.Usage counted -> usage = counted.usage();
      case ResponseEvent.Failed _,ResponseEvent.End _ -> {
      }
    }
  }

  private void piece(int choice, String name, String text, StringBuilder out) {
    open(choice, out).append('"').append(name).append("\":");
    JsonText.quote(out, text);
    close("null", out);
  }

  private void call(ToolCallDelta call, StringBuilder out) {
    called.set(call.choice());
    CustomInput input = customTools.isEmpty() ? null : input(call);
    if (input != null) {
      String piece = input.read(call.arguments());
      if (call.name() != null || !piece.isEmpty()) {
        custom(call, piece, out);
      }
      return;
    }
    open(call.choice(), out);
    JsonWriter json = new JsonWriter(out);
    if (oldFunctions) {
      json.object("function_call").text("name", call.name());
      json.text("arguments", call.arguments()).endObject();
    } else {
      head(call, "function", json);
      json.object("function").text("name", call.name()).text("arguments", call.arguments());
      json.endObject().endObject().endArray();
    }
    close("null", out);
  }

  private void head(ToolCallDelta call, String type, JsonWriter json) {
    json.array("tool_calls").object().number("index", call.index());
    if (call.id() != null || call.name() != null) {
      String given = call.id();
      json.text("id", given == null ? "call_" + completionId() + "_" + call.index() : given)
          .text("type", type);
    }
  }

  /// What reads the text of a call that takes one; null for any other.
  private @Nullable CustomInput input(ToolCallDelta call) {
    TreeMap<Integer, CustomInput> known = inputs.computeIfAbsent(call.choice(),
        _ -> new TreeMap<>());
    String name = call.name();
    return name != null && customTools.contains(name)
        ? known.computeIfAbsent(call.index(), _ -> new CustomInput())
        : known.get(call.index());
  }

  private void custom(ToolCallDelta call, String piece, StringBuilder out) {
    open(call.choice(), out);
    JsonWriter json = new JsonWriter(out);
    head(call, "custom", json);
    json.object("custom").text("name", call.name()).text("input", piece);
    json.endObject().endObject().endArray();
    close("null", out);
  }

  private void opaque(Other other, StringBuilder out) {
    boolean ofCall = other.call() >= 0;
    if (other.kind() == Other.Kind.MEDIA || (ofCall && oldFunctions)) {
      return;
    }
    open(other.choice(), out);
    JsonWriter json = new JsonWriter(out);
    if (ofCall) {
      json.array("tool_calls").object().number("index", other.call());
      ChatMessageWriter.signature(other.value(), json);
      json.endObject().endArray();
    } else {
      json.array("reasoning_details").object();
      ChatMessageWriter.detail(other.kind() == Other.Kind.SIGNATURE, null, other.value(), json);
      json.endObject().endArray();
    }
    close("null", out);
  }

  private void finish(int choice, FinishReason reason, StringBuilder out) {
    finished.set(choice);
    inputs.getOrDefault(choice, new TreeMap<>()).forEach((index, input) -> {
      String rest = input.end();
      if (!rest.isEmpty()) {
        custom(new ToolCallDelta(choice, index, null, null, ""), rest, out);
      }
    });
    open(choice, out);
    close(JsonText.quote(word(reason)), out);
  }

  private String word(FinishReason reason) {
    return switch (reason) {
      case END, STOP_SEQUENCE, PAUSE, ERROR -> "stop";
      case LENGTH -> "length";
      case TOOLS -> oldFunctions ? "function_call" : "tool_calls";
      case FILTER -> "content_filter";
    };
  }

  /// Begins a chunk up to the members of its delta; the first of a choice says who speaks.
  private StringBuilder open(int choice, StringBuilder out) {
    if (!begun.get(choice)) {
      begun.set(choice);
      out.append(opening())
          .append("{\"index\":")
          .append(choice)
          .append(",\"delta\":{\"role\":\"assistant\",\"content\":\"\"");
      close("null", out);
    }
    return out.append(opening()).append("{\"index\":").append(choice).append(",\"delta\":{");
  }

  private void close(String finish, StringBuilder out) {
    out.append("},\"logprobs\":null,\"finish_reason\":").append(finish).append("}]");
    out.append(wantsUsage ? ",\"usage\":null}\n\n" : "}\n\n");
  }

  private String opening() {
    String known = opening;
    if (known == null) {
      StringBuilder text = new StringBuilder("data: ");
      head("chat.completion.chunk", new JsonWriter(text));
      known = text.append(",\"choices\":[").toString();
      opening = known;
    }
    return known;
  }

  private JsonWriter head(String object, JsonWriter json) {
    return json.object()
        .text("id", "chatcmpl-" + completionId())
        .text("object", object)
        .number("created", created)
        .text("model", model.isEmpty() ? asked : model);
  }

  private String completionId() {
    return AnswerIds.bare(id, "chatcmpl-", fresh);
  }

  @Override
  public void end(StringBuilder out) {
    if (finished.isEmpty()) {
      finish(0, FinishReason.END.withTools(called.get(0)), out);
    }
    if (wantsUsage) {
      out.append(opening()).append("],");
      usage(usage == null ? TokenUsage.NONE : usage, new JsonWriter(out));
      out.append("}\n\n");
    }
    out.append("data: [DONE]\n\n");
  }

  @Override
  public String whole(List<ResponseEvent> events) {
    Gathered answer = Gathered.of(events);
    id = answer.id();
    model = answer.model();
    JsonWriter json = head("chat.completion", new JsonWriter(new StringBuilder(1024)));
    json.array("choices");
    ChatMessageWriter writer = new ChatMessageWriter(completionId(), oldFunctions, customTools,
        json);
    int index = 0;
    for (Gathered.Choice choice : answer.choices()) {
      json.object().number("index", index++).object("message").text("role", "assistant");
      writer.write(choice);
      json.endObject()
          .raw("logprobs", "null")
          .text("finish_reason", word(choice.finish()))
          .endObject();
    }
    json.endArray();
    TokenUsage counted = answer.usage();
    if (counted != null) {
      usage(counted, json);
    }
    return json.endObject().toString();
  }

  static void usage(TokenUsage usage, JsonWriter json) {
    json.object("usage")
        .number("prompt_tokens", usage.prompt())
        .number("completion_tokens", usage.completion())
        .number("total_tokens", usage.total())
        .object("prompt_tokens_details")
        .number("cached_tokens", usage.cacheRead())
        .number("cache_write_tokens", usage.cacheWrite5m() + usage.cacheWrite1h())
        .number("audio_tokens", usage.audioInput())
        .endObject()
        .object("completion_tokens_details")
        .number("reasoning_tokens", usage.reasoning())
        .number("audio_tokens", usage.audioOutput())
        .endObject()
        .endObject();
  }
}
