package dev.prism.providers;

import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.StrictJson;
import java.nio.charset.StandardCharsets;

/// The arguments of tool calls between dialects that write them as text and those that write an object.
public final class Arguments {
  private Arguments() {}

  /// The object in `text`; nothing, and Cohere's `null`, stand for an empty one.
  ///
  /// @throws Unsuited if the text is no object, as when an answer was cut off within it
  public static String object(String text) throws Unsuited {
    String trimmed = text.strip();
    if (trimmed.isEmpty() || trimmed.equals("null")) {
      return "{}";
    }
    if (!isObject(trimmed)) {
      throw Unsuited.wrong("messages", "The arguments of a tool call are not a JSON object.");
    }
    return trimmed;
  }

  /// Whether the text is a JSON object and nothing else.
  public static boolean isObject(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return text.startsWith("{")
        && new StrictJson(JsonLimits.REPLY).problemIn(bytes, 0, bytes.length) == null;
  }
}
