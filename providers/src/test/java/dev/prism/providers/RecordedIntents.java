package dev.prism.providers;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What recorded requests of providers that no client speaks to here ask for, said as a chat request.
final class RecordedIntents {
  private RecordedIntents() {}

  static ObjectNode ofGemini(JsonNode body, boolean stream) {
    return streamed(GeminiIntent.of(body), stream);
  }

  static ObjectNode ofBedrock(JsonNode body, boolean stream) {
    return streamed(BedrockIntent.of(body), stream);
  }

  private static ObjectNode streamed(ObjectNode chat, boolean stream) {
    return stream ? chat.put("stream", true) : chat;
  }

  static ObjectNode ofCohere(JsonNode body) {
    ObjectNode chat = body.deepCopy().asObject();
    move(chat, "stop_sequences", "stop");
    move(chat, "p", "top_p");
    move(chat, "k", "top_k");
    chat.path("messages").forEach(message -> move(message.asObject(), "tool_plan", "content"));
    if (chat.has("tool_choice")) {
      chat.put("tool_choice", chat.path("tool_choice").asString().toLowerCase(Locale.ROOT));
    }
    return chat;
  }

  /// A request of Gemini whose names are written as its newer libraries write them.
  static JsonNode camelCase(JsonNode body) {
    if (body instanceof ArrayNode list) {
      ArrayNode made = Talk.JSON.createArrayNode();
      list.forEach(each -> made.add(camelCase(each)));
      return made;
    }
    if (!body.isObject()) {
      return body;
    }
    ObjectNode made = Talk.JSON.createObjectNode();
    body.properties().forEach(member -> {
      StringBuilder name = new StringBuilder();
      for (String word : member.getKey().split("_", -1)) {
        name.append(name.isEmpty() || word.isEmpty()
            ? word
            : Character.toUpperCase(word.charAt(0)) + word.substring(1));
      }
      boolean own = name.toString().matches("args|response|parameters|.*[sS]chema");
      JsonNode value = own ? member.getValue() : camelCase(member.getValue());
      made.set(name.toString(),
          name.toString().equals("tools") && value.isObject()
              ? Talk.JSON.createArrayNode().add(value)
              : value);
    });
    return made;
  }

  private static void move(ObjectNode from, String name, String other) {
    JsonNode value = from.remove(name);
    if (value != null) {
      from.set(other, value);
    }
  }
}
