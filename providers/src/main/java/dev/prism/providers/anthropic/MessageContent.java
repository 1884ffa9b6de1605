package dev.prism.providers.anthropic;

import dev.prism.exchange.FinishReason;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.json.JsonText;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Arguments;
import dev.prism.providers.Gathered;
import dev.prism.providers.Gathered.Part;

/// Writes what a message says, when all of it is known.
final class MessageContent {
  private MessageContent() {}

  /// Writes the members of a message behind its head, and ends it.
  ///
  /// @param id of the message, from which calls without an id get theirs
  static void whole(Gathered.Choice choice, String id, TokenUsage usage, JsonWriter json) {
    json.array("content");
    int call = 0;
    CitedText texts = new CitedText(choice);
    for (Part part : choice.parts()) {
      if (part.kind() == Part.Kind.TEXT) {
        texts.write(part.text(), json);
        continue;
      }
      json.object();
      part(part, "toolu_" + id + "_" + call, json);
      call += part.kind() == Part.Kind.CALL ? 1 : 0;
      json.endObject();
    }
    json.endArray();
    reason(choice.finish(), json);
    MessagesUsage.write(usage, json);
    json.endObject();
  }

  /// Writes why the model stopped.
  static void reason(FinishReason reason, JsonWriter json) {
    json.text("stop_reason", switch (reason) {
      case END, ERROR -> "end_turn";
      case STOP_SEQUENCE -> "stop_sequence";
      case LENGTH -> "max_tokens";
      case TOOLS -> "tool_use";
      case FILTER -> "refusal";
      case PAUSE -> "pause_turn";
    }).raw("stop_sequence", "null");
  }

  /// @param id of a call that has none
  private static void part(Part part, String id, JsonWriter json) {
    String signature = part.signature();
    switch (part.kind()) {
      case TEXT, REFUSAL -> json.text("type", "text").text("text", part.text());
      case THOUGHT -> json.text("type", "thinking")
          .text("thinking", part.text())
          .text("signature", signature == null ? "" : signature);
      case REDACTED_THOUGHT -> json.text("type", "redacted_thinking").text("data", part.text());
      case CALL -> json.text("type", "tool_use")
          .text("id", part.id().isEmpty() ? id : part.id())
          .text("name", part.name())
          .raw("input", input(part.text()));
    }
  }

  /// Arguments that a limit cut off are no JSON; they are shown for what they are.
  private static String input(String arguments) {
    if (arguments.isBlank()) {
      return "{}";
    }
    return Arguments.isObject(arguments)
        ? arguments
        : "{\"INVALID_JSON\":" + JsonText.quote(arguments) + "}";
  }
}
