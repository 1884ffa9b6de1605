package dev.prism.providers.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The same facts read another way: line by line, with Jackson, from the whole recording.
final class DirectParse {
  final Map<Integer, String> text = new TreeMap<>();
  final Map<Integer, String> reasoning = new TreeMap<>();
  final Map<String, String> calls = new TreeMap<>();
  final Map<Integer, String> finish = new TreeMap<>();
  String model = "";
  boolean error;
  @Nullable
  JsonNode usage;

  static DirectParse of(Recording recording) {
    DirectParse parse = new DirectParse();
    for (JsonNode reply : replies(recording)) {
      parse.error |= reply.path("error").isObject() || reply.path("error").isString()
          || reply.path("type").asString("").equals("error");
      if (recording.endpoint().equals("responses")) {
        parse.response(reply);
      } else {
        parse.chunk(reply);
      }
    }
    return parse;
  }

  private static List<JsonNode> replies(Recording recording) {
    List<JsonNode> replies = new ArrayList<>();
    if (!recording.isSse()) {
      replies.add(Recording.JSON.readTree(recording.body()));
      return replies;
    }
    recording.body().lines().filter(line -> line.startsWith("data:")).forEach(line -> {
      String data = line.substring(5).strip();
      if (!data.equals("[DONE]")) {
        replies.add(Recording.JSON.readTree(data));
      }
    });
    return replies;
  }

  private void chunk(JsonNode reply) {
    model = model.isEmpty() ? reply.path("model").asString("") : model;
    usage(reply.path("usage"));
    usage(reply.path("x_groq").path("usage"));
    for (JsonNode choice : reply.path("choices")) {
      int index = choice.path("index").asInt(0);
      JsonNode said = choice.has("delta") ? choice.path("delta") : choice.path("message");
      content(index, said.path("content"));
      if (said.isMissingNode()) {
        add(text, index, choice.path("text").asString(""));
      }
      add(text, index, said.path("audio").path("transcript").asString(""));
      String thought = said.path("reasoning_content").asString("");
      thought = thought.isEmpty() ? said.path("reasoning").asString("") : thought;
      add(reasoning, index, thought);
      if (thought.isEmpty()) {
        said.path("reasoning_details")
            .forEach(detail -> add(reasoning, index, detail.path("text").asString("")));
      }
      int place = 0;
      for (JsonNode call : said.path("tool_calls")) {
        call(index + "." + call.path("index").asInt(place++), call.path("function"));
      }
      if (!said.path("function_call").path("name").asString("").isEmpty()
          || !said.path("function_call").path("arguments").asString("").isEmpty()) {
        call(index + ".0", said.path("function_call"));
      }
      if (!choice.path("finish_reason").asString("").isEmpty()) {
        finish.putIfAbsent(index, choice.path("finish_reason").asString());
      }
    }
  }

  private void content(int index, JsonNode content) {
    add(text, index, content.asString(""));
    for (JsonNode part : content) {
      add(text, index, part.path("text").asString(""));
      add(reasoning, index, part.path("thinking").asString(""));
      for (JsonNode thought : part.path("thinking")) {
        add(reasoning, index, thought.path("text").asString(""));
      }
    }
  }

  private void call(String key, JsonNode function) {
    String name = function.path("name").asString("");
    calls.merge(key, (name.isEmpty() ? "" : name + ":") + function.path("arguments").asString(""),
        String::concat);
  }

  private void response(JsonNode reply) {
    JsonNode response = reply.has("response") ? reply.path("response") : reply;
    model = model.isEmpty() ? response.path("model").asString("") : model;
    String type = reply.path("type").asString("");
    if (type.equals("response.completed") || type.equals("response.incomplete") || type.isEmpty()) {
      usage(response.path("usage"));
      String reason = response.path("incomplete_details").path("reason").asString("");
      add(finish, 0, reason.isEmpty() ? response.path("status").asString("") : reason);
      items(response.path("output"));
    }
  }

  private void items(JsonNode output) {
    int calls = 0;
    for (JsonNode item : output) {
      switch (item.path("type").asString("")) {
        case "message" ->
          item.path("content").forEach(part -> add(text, 0, part.path("text").asString("")));
        case "reasoning" -> {
          item.path("summary").forEach(part -> add(reasoning, 0, part.path("text").asString("")));
          item.path("content").forEach(part -> add(reasoning, 0, part.path("text").asString("")));
        }
        case "function_call" -> call("0." + calls++, item);
        case "custom_tool_call" -> this.calls.put("0." + calls++,
            item.path("name").asString() + ":" + item.path("input").asString());
        default -> {
        }
      }
    }
  }

  private void usage(JsonNode node) {
    if (node.isObject() && !node.isEmpty()) {
      usage = node;
    }
  }

  private static void add(Map<Integer, String> texts, int index, String text) {
    if (!text.isEmpty()) {
      texts.merge(index, text, String::concat);
    }
  }
}
