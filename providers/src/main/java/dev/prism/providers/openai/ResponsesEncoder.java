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
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes Responses, streamed or whole. Clients build the answer from deltas, from finished items or from
/// the last event: all three say everything.
final class ResponsesEncoder implements ReplyEncoder {
  private final ResponseObject response;
  private final Set<String> customTools;
  private final String fresh = AnswerIds.fresh();
  private final List<ResponseItem> items = new ArrayList<>();
  private final TreeMap<Integer, ResponseItem> calls = new TreeMap<>();
  /// Sources of a text that has not begun.
  private final List<ResponseEvent.Citation> sources = new ArrayList<>(0);
  private @Nullable ResponseItem open;
  private boolean begun;
  private long sequence;
  private int saidChars;
  private String id = "";
  private String model = "";
  private String finish = "";
  private @Nullable TokenUsage usage;

  ResponsesEncoder(ChatRequest request) {
    response = new ResponseObject(request);
    customTools = CustomTools.names(request.tools());
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
      case ResponseEvent.Citation citation -> {
        if (citation.choice() == 0) {
          cite(citation, out);
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
      item.startsAt(saidChars);
      open = item;
      if (kind == ResponseItem.Kind.MESSAGE) {
        List<ResponseEvent.Citation> earlier = List.copyOf(sources);
        sources.clear();
        earlier.forEach(source -> cite(source, out));
      }
    }
    item.append(text);
    JsonWriter json = begin(item.deltaType(), out);
    json.text("item_id", item.id()).number("output_index", item.index());
    item.place(json);
    json.text("delta", text);
    if (kind == ResponseItem.Kind.MESSAGE) {
      saidChars += text.codePointCount(0, text.length());
      json.array("logprobs").endArray();
    }
    end(json, out);
  }

  private void cite(ResponseEvent.Citation citation, StringBuilder out) {
    ResponseItem item = open;
    if (item == null || item.kind() != ResponseItem.Kind.MESSAGE) {
      sources.add(citation);
      return;
    }
    int place = item.cite(citation);
    JsonWriter json = begin("response.output_text.annotation.added", out);
    json.text("item_id", item.id()).number("output_index", item.index());
    item.place(json);
    json.number("annotation_index", place).raw("annotation", item.annotations().get(place));
    end(json, out);
  }

  private void call(ResponseEvent.ToolCallDelta delta, StringBuilder out) {
    ResponseItem item = calls.get(delta.index());
    if (item == null) {
      close(out);
      item = new ResponseItem(ResponseItem.callOf(delta.name(), customTools), items.size(),
          responseId());
      item.named(delta.id(), delta.name());
      calls.put(delta.index(), begin(item, out));
    }
    arguments(item, item.append(delta.arguments()), out);
  }

  private void arguments(ResponseItem item, String piece, StringBuilder out) {
    if (!piece.isEmpty()) {
      JsonWriter json = begin(item.deltaType(), out);
      json.text("item_id", item.id()).number("output_index", item.index()).text("delta", piece);
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
    arguments(item, item.rest(), out);
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
      write("in_progress", List.of(), json);
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
    String status = ResponseObject.status(FinishReason.of(finish));
    JsonWriter json = begin("response." + status, out);
    json.name("response");
    write(status, items, json);
    end(json, out);
  }

  private void write(String status, List<ResponseItem> output, JsonWriter json) {
    response.write(
        new ResponseObject.State(responseId(), model, status, FinishReason.of(finish), usage),
        output, json);
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
      ResponseItem item = ResponseItem.of(part, items.size(), responseId(), customTools);
      item.startsAt(saidChars);
      items.add(item);
      if (part.kind() == Part.Kind.TEXT) {
        saidChars += part.text().codePointCount(0, part.text().length());
      }
    }
    answer.first().citations().forEach(this::place);
    finish = switch (answer.first().finish()) {
      case LENGTH -> "length";
      case FILTER -> "content_filter";
      case END, STOP_SEQUENCE, TOOLS, PAUSE, ERROR -> "stop";
    };
    JsonWriter json = new JsonWriter(new StringBuilder(2048));
    write(ResponseObject.status(FinishReason.of(finish)), items, json);
    return json.toString();
  }

  /// Gives a source to the text that rests upon it: the last one that begins before it ends.
  private void place(ResponseEvent.Citation citation) {
    ResponseItem holder = null;
    for (ResponseItem item : items) {
      if (item.kind() == ResponseItem.Kind.MESSAGE
          && (holder == null || item.start() < citation.end())) {
        holder = item;
      }
    }
    if (holder != null) {
      holder.cite(citation);
    }
  }
}
