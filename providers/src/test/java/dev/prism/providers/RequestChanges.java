package dev.prism.providers;

import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes that look at more than one place.
final class RequestChanges {
  private RequestChanges() {}

  /// One of both names stands for the other.
  static RequestRule maxTokens() {
    return new RequestRule("max_tokens and max_completion_tokens", Set.of("chat"), at -> {
      String[][] ways = {{"max_tokens", "max_completion_tokens"},
          {"max_completion_tokens", "max_tokens"}};
      for (String[] way : ways) {
        if (at.recorded().has(way[0]) && at.written().has(way[1]) && !at.recorded().has(way[1])) {
          at.recorded().set(way[1], at.recorded().remove(way[0]));
          return 1;
        }
      }
      return 0;
    });
  }

  /// @param path  the object, empty for the whole
  /// @param to    a member, or a member of a member
  static RequestRule rename(String name, String form, String path, String from, String to) {
    return new RequestRule(name, Set.of(form), at -> {
      JsonNode value = at.recorded().remove(from);
      if (value == null) {
        return 0;
      }
      int slash = to.indexOf('/');
      at.recorded().withObject("/" + to.substring(0, slash)).set(to.substring(slash + 1), value);
      return 1;
    });
  }

  /// Functions of the time before tools.
  static RequestRule oldFunctions() {
    return new RequestRule("functions", Set.of("chat"), at -> {
      JsonNode functions = at.recorded().remove("functions");
      if (functions == null) {
        return 0;
      }
      ArrayNode tools = at.recorded().putArray("tools");
      functions.forEach(each -> tools.addObject().put("type", "function").set("function", each));
      JsonNode choice = at.recorded().remove("function_call");
      if (choice != null) {
        at.recorded().set("tool_choice", choice);
      }
      at.recorded().put("parallel_tool_calls", false);
      for (JsonNode each : at.recorded().path("messages")) {
        ObjectNode message = (ObjectNode) each;
        if (message.path("role").asString().equals("function")) {
          message.put("role", "tool")
              .put("tool_call_id", "call_" + message.remove("name").asString());
        }
        JsonNode call = message.remove("function_call");
        if (call != null) {
          message.putArray("tool_calls")
              .addObject()
              .put("id", "call_" + call.path("name").asString())
              .put("type", "function")
              .set("function", call);
        }
      }
      return 1;
    });
  }

  /// An answer that only calls tools has null for content.
  static RequestRule emptyAnswer() {
    return new RequestRule("content of an answer that only calls", Set.of("chat"), at -> {
      int changed = 0;
      for (JsonNode each : at.recorded().path("messages")) {
        String content = each.path("content").asString("");
        boolean parts = each.path("content").isArray() && !each.path("content").isEmpty();
        if (each.has("tool_calls") && !parts && content.isEmpty()
            && !(each.has("content") && each.path("content").isNull())) {
          ((ObjectNode) each).putNull("content");
          changed++;
        }
      }
      return changed;
    });
  }

  static RequestRule streamOptions() {
    return new RequestRule("usage is asked for", Set.of("chat"), at -> {
      JsonNode asked = Talk.JSON.readTree("{\"include_usage\":true}");
      boolean told = at.recorded().path("stream_options").equals(asked);
      if (told || !at.recorded().path("stream").asBoolean(false)
          || Set.of("mistral", "groq").contains(at.provider())) {
        return 0;
      }
      at.recorded().set("stream_options", asked);
      return 1;
    });
  }

  /// OpenRouter has two ways to say an effort.
  static RequestRule reasoning() {
    return new RequestRule("reasoning.effort", Set.of("chat"), at -> {
      JsonNode reasoning = at.recorded().path("reasoning");
      String effort = reasoning.path("effort")
          .asString(reasoning.equals(Talk.JSON.readTree("{\"enabled\":true}")) ? "medium" : "");
      if (effort.isEmpty() || reasoning.size() != 1) {
        return 0;
      }
      at.recorded().remove("reasoning");
      at.recorded().put("reasoning_effort", effort);
      return 1;
    });
  }

  /// A choice among no tools is none.
  static RequestRule choiceWithoutTools() {
    return new RequestRule("tool_choice without tools", Set.of("chat"),
        at -> at.recorded().path("tools").isEmpty() && !at.recorded().has("functions")
            && at.recorded().remove("tool_choice") != null ? 1 : 0);
  }

  /// An effort stands beside adaptive thinking.
  static RequestRule adaptive() {
    return new RequestRule("an effort without thinking", Set.of("messages"), at -> {
      if (!at.recorded().path("output_config").has("effort") || at.recorded().has("thinking")) {
        return 0;
      }
      at.recorded().putObject("thinking").put("type", "adaptive");
      return 1;
    });
  }

  /// Instructions within a conversation join those at its head.
  static RequestRule laterSystem() {
    return new RequestRule("instructions within the conversation", Set.of("messages"), at -> {
      ArrayNode messages = (ArrayNode) at.recorded().path("messages");
      int changed = 0;
      for (int i = 0; i < messages.size(); i++) {
        if (messages.path(i).path("role").asString().equals("system")) {
          ArrayNode system = at.recorded().withArray("system");
          messages.path(i).path("content").forEach(system::add);
          messages.remove(i--);
          changed++;
        }
      }
      return changed;
    });
  }

  /// Neighbours of the same role are one turn, and the results of tools stand first in it.
  static RequestRule merged(String form, String list, String content) {
    return new RequestRule("turns of one role (" + form + ")", Set.of(form), at -> {
      ArrayNode turns = (ArrayNode) at.recorded().path(list);
      int changed = 0;
      for (int i = 1; i < turns.size(); i++) {
        if (turns.path(i).path("role").equals(turns.path(i - 1).path("role"))) {
          ((ArrayNode) turns.path(i - 1).path(content))
              .addAll((ArrayNode) turns.path(i).path(content));
          turns.remove(i--);
          changed++;
        }
      }
      return changed;
    });
  }
}
