package dev.prism.providers;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Changes of recorded requests of Gemini's dialect.
final class GeminiChanges {
  private static final Set<String> SERVER_TOOLS = Set.of("googleSearch", "codeExecution",
      "urlContext", "fileSearch", "googleMaps", "enterpriseWebSearch");

  private GeminiChanges() {}

  /// That thoughts are shown, without a word on how much to think.
  static RequestRule thoughtsAlone() {
    return new RequestRule("no word in chat: includeThoughts alone", Set.of("gemini"), at -> {
      JsonNode thinking = at.recorded().at("/generationConfig/thinkingConfig");
      boolean alone = thinking.size() == 1 && thinking.path("includeThoughts").asBoolean(false);
      if (alone) {
        at.recorded().path("generationConfig").asObject().remove("thinkingConfig");
      }
      return alone ? 1 : 0;
    });
  }

  /// Models that take levels of thinking get one for a budget.
  static RequestRule level() {
    return new RequestRule("thinkingBudget as thinkingLevel", Set.of("gemini"), at -> {
      JsonNode thinking = at.recorded().at("/generationConfig/thinkingConfig");
      String level = at.written().at("/generationConfig/thinkingConfig/thinkingLevel").asString("");
      if (!thinking.has("thinkingBudget") || level.isEmpty()) {
        return 0;
      }
      thinking.asObject().remove("thinkingBudget");
      thinking.asObject().put("thinkingLevel", level);
      return 1;
    });
  }

  /// Thoughts are asked for wherever a model is told to think.
  static RequestRule includeThoughts() {
    return new RequestRule("includeThoughts", Set.of("gemini"), at -> {
      JsonNode thinking = at.recorded().at("/generationConfig/thinkingConfig");
      boolean thinks = thinking.path("thinkingBudget").asInt(0) > 0
          || thinking.has("thinkingLevel");
      if (!thinks || thinking.has("includeThoughts")) {
        return 0;
      }
      thinking.asObject().put("includeThoughts", true);
      return 1;
    });
  }

  /// A chat does not say what an address has, so its ending does.
  static RequestRule typeOfAddress() {
    return new RequestRule("type of an address", Set.of("gemini"), at -> {
      List<JsonNode> written = at.written().findValues("fileData");
      List<JsonNode> recorded = at.recorded().findValues("fileData");
      int changed = 0;
      for (int i = 0; i < Math.min(written.size(), recorded.size()); i++) {
        JsonNode type = written.get(i).path("mimeType");
        if (recorded.get(i).path("fileUri").equals(written.get(i).path("fileUri"))
            && !recorded.get(i).path("mimeType").equals(type)) {
          recorded.get(i).asObject().set("mimeType", type);
          changed++;
        }
      }
      return changed;
    });
  }

  static RequestRule parametersAsJsonSchema() {
    return new RequestRule("parameters", Set.of("gemini"), at -> {
      int changed = 0;
      for (JsonNode tool : at.recorded().path("tools")) {
        for (JsonNode each : tool.path("functionDeclarations")) {
          JsonNode schema = ((ObjectNode) each).remove("parameters");
          if (schema != null) {
            ((ObjectNode) each).set("parametersJsonSchema", schema);
            changed++;
          }
        }
      }
      return changed;
    });
  }

  /// Functions that stand in several tools stand in one.
  static RequestRule functionDeclarations() {
    return new RequestRule("functions in one tool", Set.of("gemini"), at -> {
      ObjectNode first = null;
      int changed = 0;
      if (at.recorded().path("tools") instanceof ArrayNode tools) {
        for (int i = 0; i < tools.size(); i++) {
          if (tools.path(i).has("functionDeclarations") && first != null) {
            ((ArrayNode) first.path("functionDeclarations"))
                .addAll((ArrayNode) tools.path(i).path("functionDeclarations"));
            tools.remove(i--);
            changed++;
          } else if (tools.path(i).has("functionDeclarations")) {
            first = (ObjectNode) tools.path(i);
          }
        }
      }
      return changed;
    });
  }

  /// Tools that Google runs itself have no word in any other dialect.
  static RequestRule serverTools() {
    return new RequestRule("tools of the provider's own", Set.of("gemini"), at -> {
      int changed = 0;
      if (at.recorded().path("tools") instanceof ArrayNode tools) {
        for (int i = tools.size() - 1; i >= 0; i--) {
          if (tools.path(i).size() == 1
              && SERVER_TOOLS.containsAll(tools.path(i).propertyNames())) {
            tools.remove(i);
            changed++;
          }
        }
        if (tools.isEmpty()) {
          at.recorded().remove("tools");
        }
      }
      return changed;
    });
  }

  /// Calls that have no id get one, since a chat needs it, and their results the same.
  static RequestRule callIds() {
    return new RequestRule("ids of calls", Set.of("gemini"), at -> {
      int changed = 0;
      List<JsonNode> written = new ArrayList<>(at.written().findValues("functionCall"));
      written.addAll(at.written().findValues("functionResponse"));
      List<JsonNode> recorded = new ArrayList<>(at.recorded().findValues("functionCall"));
      recorded.addAll(at.recorded().findValues("functionResponse"));
      for (int i = 0; i < Math.min(written.size(), recorded.size()); i++) {
        String id = written.get(i).path("id").asString("");
        if (!recorded.get(i).has("id") && id.startsWith("call_")) {
          ((ObjectNode) recorded.get(i)).put("id", id);
          changed++;
        }
      }
      return changed;
    });
  }
}
