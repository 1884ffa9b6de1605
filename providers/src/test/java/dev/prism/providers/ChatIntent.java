package dev.prism.providers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A chat request while it is put together.
final class ChatIntent {
  final ObjectNode chat = Talk.JSON.createObjectNode().put("model", "m");
  final ArrayNode messages = chat.putArray("messages");

  static ArrayNode content(ObjectNode said) {
    return said.withArray("content");
  }

  static void media(ObjectNode said, String type, String data) {
    String url = "data:" + type + ";base64," + data;
    if (type.startsWith("image/")) {
      content(said).addObject().put("type", "image_url").putObject("image_url").put("url", url);
    } else if (type.startsWith("audio/")) {
      content(said).addObject()
          .put("type", "input_audio")
          .putObject("input_audio")
          .put("format", type.substring(6))
          .put("data", data);
    } else {
      content(said).addObject().put("type", "file").putObject("file").put("file_data", url);
    }
  }

  static ObjectNode call(ObjectNode said, String id, String name, JsonNode arguments) {
    ObjectNode call = said.withArray("tool_calls")
        .addObject()
        .put("id", id)
        .put("type", "function");
    call.putObject("function")
        .put("name", name)
        .put("arguments", arguments.isMissingNode() ? "{}" : arguments.toString());
    return call;
  }

  void tool(JsonNode named, JsonNode schema) {
    ObjectNode function = chat.withArray("tools")
        .addObject()
        .put("type", "function")
        .putObject("function")
        .put("name", named.path("name").asString());
    function.put("description", named.path("description").asString(""));
    if (named.has("strict")) {
      function.set("strict", named.path("strict"));
    }
    if (!schema.isMissingNode()) {
      function.set("parameters", schema);
    }
  }

  void one(String name) {
    chat.putObject("tool_choice").put("type", "function").putObject("function").put("name", name);
  }

  void schema(JsonNode schema) {
    chat.putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "answer")
        .set("schema", schema);
  }

  void copy(JsonNode from, String name, String to) {
    if (from.has(name)) {
      chat.set(to, from.path(name));
    }
  }
}
