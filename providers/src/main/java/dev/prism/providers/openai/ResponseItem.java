package dev.prism.providers.openai;

import dev.prism.exchange.ResponseEvent.Citation;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Gathered.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An output item of a response while it is written.
final class ResponseItem {
  private final Kind kind;
  private final int index;
  private final String id;
  private final StringBuilder text = new StringBuilder();
  private final CustomInput input = new CustomInput();
  private final List<String> annotations = new ArrayList<>(0);
  private int start;
  private String callId;
  private String name = "";
  private String signature = "";

  enum Kind {
    MESSAGE, REFUSAL, REASONING, CALL, CUSTOM;

    boolean isCall() {
      return this == CALL || this == CUSTOM;
    }
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
      case CUSTOM -> "ctc_";
    } + responseId + "_" + index;
    callId = "call_" + responseId + "_" + index;
  }

  /// The kind of a call.
  ///
  /// @param custom the names of the tools that take a text
  static Kind callOf(@Nullable String name, Set<String> custom) {
    return name != null && custom.contains(name) ? Kind.CUSTOM : Kind.CALL;
  }

  static ResponseItem of(Part part, int index, String responseId, Set<String> custom) {
    ResponseItem item = new ResponseItem(switch (part.kind()) {
      case TEXT -> Kind.MESSAGE;
      case REFUSAL -> Kind.REFUSAL;
      case THOUGHT, REDACTED_THOUGHT -> Kind.REASONING;
      case CALL -> callOf(part.name(), custom);
    }, index, responseId);
    if (part.kind() == Part.Kind.REDACTED_THOUGHT) {
      item.signed(part.text());
    } else {
      item.append(part.text());
      item.rest();
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

  /// Takes a piece of a text or of a call's arguments.
  ///
  /// @return what the client reads of it
  String append(String more) {
    String piece = kind == Kind.CUSTOM ? input.read(more) : more;
    text.append(piece);
    return piece;
  }

  /// What the client has not read yet when a call is whole; empty for anything else.
  String rest() {
    String rest = kind == Kind.CUSTOM ? input.end() : "";
    text.append(rest);
    return rest;
  }

  /// @param chars how many characters (code points) of the answer's text stand before this one's
  void startsAt(int chars) {
    start = chars;
  }

  int start() {
    return start;
  }

  /// Takes a source, and says which number it has.
  int cite(Citation citation) {
    annotations.add(Annotations.ofResponses(citation, start));
    return annotations.size() - 1;
  }

  List<String> annotations() {
    return annotations;
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
      case CUSTOM -> "response.custom_tool_call_input.delta";
    };
  }

  /// Writes which part of the item an event is about.
  void place(JsonWriter json) {
    if (kind == Kind.REASONING) {
      json.number("summary_index", 0);
    } else if (!kind.isCall()) {
      json.number("content_index", 0);
    }
  }

  void openPart(Begin begin, End end, StringBuilder out) {
    if (!kind.isCall()) {
      part(kind == Kind.REASONING
          ? "response.reasoning_summary_part.added"
          : "response.content_part.added", false, begin, end, out);
    }
  }

  void closePart(Begin begin, End end, StringBuilder out) {
    JsonWriter json = begin.event(switch (kind) {
      case MESSAGE -> "response.output_text.done";
      case REFUSAL -> "response.refusal.done";
      case REASONING -> "response.reasoning_summary_text.done";
      case CALL -> "response.function_call_arguments.done";
      case CUSTOM -> "response.custom_tool_call_input.done";
    }, out);
    json.text("item_id", id).number("output_index", index);
    place(json);
    switch (kind) {
      case MESSAGE -> json.text("text", text.toString()).array("logprobs").endArray();
      case REFUSAL -> json.text("refusal", text.toString());
      case REASONING -> json.text("text", text.toString());
      case CALL -> json.text("name", name).text("arguments", arguments());
      case CUSTOM -> json.text("input", text.toString());
    }
    end.event(json, out);
    if (!kind.isCall()) {
      part(kind == Kind.REASONING
          ? "response.reasoning_summary_part.done"
          : "response.content_part.done", true, begin, end, out);
    }
  }

  private void part(String type, boolean done, Begin begin, End end, StringBuilder out) {
    JsonWriter json = begin.event(type, out);
    json.text("item_id", id).number("output_index", index);
    place(json);
    json.name("part");
    content(done, json);
    end.event(json, out);
  }

  /// @param done whether the part is whole, else it has just begun
  private void content(boolean done, JsonWriter json) {
    String said = done ? text.toString() : "";
    json.object();
    switch (kind) {
      case MESSAGE -> {
        json.text("type", "output_text").text("text", said).array("annotations");
        annotations.forEach(json::raw);
        json.endArray().array("logprobs").endArray();
      }
      case REFUSAL -> json.text("type", "refusal").text("refusal", said);
      case REASONING -> json.text("type", "summary_text").text("text", said);
      case CALL, CUSTOM -> {
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
          content(true, json);
        }
        json.endArray();
      }
      case REASONING -> {
        json.text("type", "reasoning").array("summary");
        if (done && !text.isEmpty()) {
          content(true, json);
        }
        json.endArray().text("encrypted_content", signature.isEmpty() ? null : signature);
      }
      case CALL -> json.text("type", "function_call")
          .text("status", done ? "completed" : "in_progress")
          .text("call_id", callId)
          .text("name", name)
          .text("arguments", done ? arguments() : "");
      case CUSTOM -> json.text("type", "custom_tool_call")
          .text("status", done ? "completed" : "in_progress")
          .text("call_id", callId)
          .text("name", name)
          .text("input", done ? text.toString() : "");
    }
    json.endObject();
  }
}
