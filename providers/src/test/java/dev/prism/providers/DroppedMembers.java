package dev.prism.providers;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes out of a recorded request what the gateway says by name that it left out, and nothing else. What is
/// said in a conversation is never among it.
final class DroppedMembers {
  /// Members that are dropped under the name that chat completions have for them.
  private static final Map<String, List<String>> OTHERWISE = Map.of("reasoning_effort",
      List.of("thinking", "output_config", "generationConfig/thinkingConfig",
          "additionalModelRequestFields/reasoning_config",
          "additionalModelRequestFields/reasoning_effort"),
      "modalities", List.of("generationConfig/responseModalities"), "logprobs",
      List.of("generationConfig/responseLogprobs"), "top_logprobs",
      List.of("generationConfig/logprobs"), "service_tier", List.of("serviceTier"));
  private static final Set<String> SAID = Set.of("messages", "contents", "system",
      "systemInstruction", "tools");

  private DroppedMembers() {}

  static int takeOut(RequestRule.Case at) {
    int changed = 0;
    for (String name : List.copyOf(Set.copyOf(at.dropped()))) {
      int dot = name.lastIndexOf('.');
      changed += name.equals("messages.name")
          ? fromEach(at.recorded().path("messages"), "name")
          : name.startsWith("messages.")
              ? blocks(at.recorded(), name.substring(dot + 1))
              : name.startsWith("tools.function.")
                  ? fromFunctions(at.recorded().path("tools"), name.substring(dot + 1))
                  : name.startsWith("tools.")
                      ? tool(at.recorded(), name.substring(dot + 1))
                      : member(at.recorded(), name.replace('.', '/'));
      for (String other : OTHERWISE.getOrDefault(name, List.of())) {
        changed += member(at.recorded(), other);
      }
    }
    return changed;
  }

  /// What a provider's own tools did, by the type of the block. A turn of nothing else goes with it.
  private static int blocks(ObjectNode root, String type) {
    int changed = 0;
    ArrayNode messages = (ArrayNode) root.path("messages");
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.path(i).path("content") instanceof ArrayNode content) {
        int before = content.size();
        for (int j = content.size() - 1; j >= 0; j--) {
          JsonNode block = content.path(j);
          if (block.path("type").asString().equals(type)) {
            content.remove(j);
          } else if (block.path("content") instanceof ArrayNode inner) {
            changed += nested(block.asObject(), inner, type);
          }
        }
        changed += before - content.size();
        if (content.isEmpty() && before > 0) {
          messages.remove(i);
        }
      }
    }
    return changed;
  }

  private static int nested(ObjectNode result, ArrayNode inner, String type) {
    int before = inner.size();
    for (int i = before - 1; i >= 0; i--) {
      if (inner.path(i).path("type").asString().equals(type)) {
        inner.remove(i);
      }
    }
    if (inner.isEmpty() && before > 0) {
      result.remove("content");
    }
    return before - inner.size();
  }

  private static int member(ObjectNode root, String path) {
    int slash = path.indexOf('/');
    String name = slash < 0 ? path : path.substring(0, slash);
    if (SAID.contains(name)) {
      throw new AssertionError("the conversation itself is named as dropped: " + path);
    }
    if (slash >= 0) {
      return root.path(name) instanceof ObjectNode inner
          ? member(inner, path.substring(slash + 1))
          : 0;
    }
    return root.remove(name) == null ? 0 : 1;
  }

  private static int fromEach(JsonNode list, String name) {
    int changed = 0;
    for (JsonNode each : list) {
      changed += each instanceof ObjectNode object && object.remove(name) != null ? 1 : 0;
    }
    return changed;
  }

  private static int fromFunctions(JsonNode tools, String name) {
    int changed = 0;
    for (JsonNode tool : tools) {
      changed += tool.path("function") instanceof ObjectNode function
          && function.remove(name) != null ? 1 : 0;
    }
    return changed;
  }

  /// A tool of the provider's own, by its type; a tool's member else. The list goes with its last tool, and
  /// the choice with the list.
  private static int tool(ObjectNode root, String name) {
    int changed = 0;
    if (name.isEmpty()) {
      throw new AssertionError("a tool without a type was dropped");
    }
    if (root.path("tools") instanceof ArrayNode tools) {
      for (int i = tools.size() - 1; i >= 0; i--) {
        if (tools.path(i).path("type").asString("").equals(name)) {
          tools.remove(i);
          changed++;
        }
      }
      changed += changed == 0 ? fromEach(tools, name) : 0;
      if (tools.isEmpty()) {
        root.remove("tools");
        root.remove("tool_choice");
        root.remove("parallel_tool_calls");
      }
    }
    return changed;
  }
}
