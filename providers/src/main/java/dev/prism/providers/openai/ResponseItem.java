package dev.prism.providers.openai;

import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Gathered.Part;
import org.jspecify.annotations.Nullable;

/// An output item of a response while it is written.
final class ResponseItem {
  private final Kind kind;
  private final int index;
  private final String id;
  private final StringBuilder text = new StringBuilder();
  private String callId;
  private String name = "";
  private String signature = "";

  enum Kind {
    MESSAGE, REFUSAL, REASONING, CALL
  }

  /// Begins an event.
  interface Begin {
    JsonWriter event(String type, StringBuilder out);
  }

  /// Ends an event.
  interface End {
    void event(JsonWriter json, StringBuilder out);
  }

  ResponseItem(Kind kind, int index, String responseId) {
    this.kind = kind;
    this.index = index;
    id = switch (kind) {
      case MESSAGE, REFUSAL -> "msg_";
      case REASONING -> "rs_";
      case CALL -> "fc_";
    } + responseId + "_" + index;
    callId = "call_" + responseId + "_" + index;
  }

  static ResponseItem of(Part part, int index, String responseId) {
    ResponseItem item = new ResponseItem(switch (part.kind()) {
      case TEXT -> Kind.MESSAGE;
      case REFUSAL -> Kind.REFUSAL;
      case THOUGHT, REDACTED_THOUGHT -> Kind.REASONING;
      case CALL -> Kind.CALL;
    }, index, responseId);
    if (part.kind() == Part.Kind.REDACTED_THOUGHT) {
      item.signed(part.text());
    } else {
      item.append(part.text());
    }
    String given = part.signature();
    if (given != null && item.kind == Kind.REASONING) {
      item.signed(given);
    }
    item.named(part.id(), part.name());
    return item;
  }

  Kind kind() {
    return kind;
  }

  int index() {
    return index;
  }

  String id() {
    return id;
  }

  void append(String more) {
    text.append(more);
  }

  void named(@Nullable String givenId, @Nullable String givenName) {
    callId = givenId == null || givenId.isEmpty() ? callId : givenId;
    name = givenName == null ? name : givenName;
  }

  void signed(String value) {
    signature = value;
  }

  String deltaType() {
    return switch (kind) {
      case MESSAGE -> "response.output_text.delta";
      case REFUSAL -> "response.refusal.delta";
      case REASONING -> "response.reasoning_summary_text.delta";
      case CALL -> "response.function_call_arguments.delta";
    };
  }

  /// Writes which part of the item an event is about.
  void place(JsonWriter json) {
    if (kind == Kind.REASONING) {
      json.number("summary_index", 0);
    } else if (kind != Kind.CALL) {
      json.number("content_index", 0);
    }
  }

  void openPart(Begin begin, End end, StringBuilder out) {
    if (kind != Kind.CALL) {
      part(kind == Kind.REASONING
          ? "response.reasoning_summary_part.added"
          : "response.content_part.added", "", begin, end, out);
    }
  }

  void closePart(Begin begin, End end, StringBuilder out) {
    JsonWriter json = begin.event(switch (kind) {
      case MESSAGE -> "response.output_text.done";
      case REFUSAL -> "response.refusal.done";
      case REASONING -> "response.reasoning_summary_text.done";
      case CALL -> "response.function_call_arguments.done";
    }, out);
    json.text("item_id", id).number("output_index", index);
    place(json);
    switch (kind) {
      case MESSAGE -> json.text("text", text.toString()).array("logprobs").endArray();
      case REFUSAL -> json.text("refusal", text.toString());
      case REASONING -> json.text("text", text.toString());
      case CALL -> json.text("name", name).text("arguments", arguments());
    }
    end.event(json, out);
    if (kind != Kind.CALL) {
      part(kind == Kind.REASONING
          ? "response.reasoning_summary_part.done"
          : "response.content_part.done", text.toString(), begin, end, out);
    }
  }

  private void part(String type, String said, Begin begin, End end, StringBuilder out) {
    JsonWriter json = begin.event(type, out);
    json.text("item_id", id).number("output_index", index);
    place(json);
    json.name("part");
    content(said, json);
    end.event(json, out);
  }

  private void content(String said, JsonWriter json) {
    json.object();
    switch (kind) {
      case MESSAGE -> json.text("type", "output_text")
          .text("text", said)
          .array("annotations")
          .endArray()
          .array("logprobs")
          .endArray();
      case REFUSAL -> json.text("type", "refusal").text("refusal", said);
      case REASONING -> json.text("type", "summary_text").text("text", said);
      case CALL -> {
      }
    }
    json.endObject();
  }

  private String arguments() {
    return text.isEmpty() ? "{}" : text.toString();
  }

  /// @param done whether the item is whole, else it has just begun
  void write(JsonWriter json, boolean done) {
    json.object().text("id", id);
    switch (kind) {
      case MESSAGE, REFUSAL -> {
        json.text("type", "message")
            .text("status", done ? "completed" : "in_progress")
            .text("role", "assistant")
            .array("content");
        if (done) {
          content(text.toString(), json);
        }
        json.endArray();
      }
      case REASONING -> {
        json.text("type", "reasoning").array("summary");
        if (done && !text.isEmpty()) {
          content(text.toString(), json);
        }
        json.endArray().text("encrypted_content", signature.isEmpty() ? null : signature);
      }
      case CALL -> json.text("type", "function_call")
          .text("status", done ? "completed" : "in_progress")
          .text("call_id", callId)
          .text("name", name)
          .text("arguments", done ? arguments() : "");
    }
    json.endObject();
  }
}
