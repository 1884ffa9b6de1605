package dev.prism.providers;

import static dev.prism.providers.RequestRule.at;
import static dev.prism.providers.RequestRule.without;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The differences that docs/dialects.md allows, in the order in which they are made.
final class RequestRules {
  private static final String ALL = "chat messages gemini bedrock cohere";
  static final List<RequestRule> LIST = List.of(
      new RequestRule("named in x-prism-dropped-params", Set.of(ALL.split(" ")),
          DroppedMembers::takeOut),
      new RequestRule("null", Set.of("chat"), at -> nulls(at.recorded())),
      without("stream: false", ALL, "stream", "false"), without("n: 1", "chat", "n", "1"),
      without("candidateCount: 1", "gemini", "generationConfig/candidateCount", "1"),
      at("frequency_penalty: 0", "chat", "frequency_penalty", RequestRules::unlessZero),
      at("presence_penalty: 0", "chat", "presence_penalty", RequestRules::unlessZero),
      without("tools: []", "chat", "tools", "[]"), RequestChanges.choiceWithoutTools(),
      without("content: null", "cohere", "messages/*/content", "null"),
      without("type: custom", "messages", "tools/*/type", "\"custom\""),
      without("no word in chat: guardrailConfig", "bedrock", "guardrailConfig"),
      at("no word in chat: guardContent", "bedrock", "messages/*/content/*",
          part -> part.has("guardContent")
              ? object("text", part.at("/guardContent/text/text"))
              : part),
      without("no word in chat: status: error", "bedrock", "messages/*/content/*/toolResult/status",
          "\"error\""),
      without("no word in chat: safetySettings", "gemini", "safetySettings"),
      without("no word in chat: cachedContent", "gemini", "cachedContent"),
      without("no word in chat: modelArmorConfig", "gemini", "modelArmorConfig"),
      without("no word in chat: videoMetadata", "gemini", "contents/*/parts/*/videoMetadata"),
      without("no word in chat: parts of a result", "gemini",
          "contents/*/parts/*/functionResponse/parts"),
      without("no word in chat: includeServerSideToolInvocations", "gemini",
          "toolConfig/includeServerSideToolInvocations"),
      without("toolConfig: {}", "gemini", "toolConfig", "{}"),
      at("no word in chat: systemTool", "bedrock", "toolConfig/tools/*",
          tool -> tool.has("systemTool") ? null : tool),
      without("additionalModelRequestFields: {}", "bedrock", "additionalModelRequestFields", "{}"),
      at("a blank text", "bedrock", "messages/*/content/*",
          part -> part.has("text") && part.path("text").asString().isBlank() ? null : part),
      without("output_config: {}", "messages", "output_config", "{}"),
      at("any", "chat", "tool_choice",
          choice -> choice.asString("").equals("any") ? text("required") : choice),
      at("a tool without type", "chat", "tools/*",
          tool -> tool.has("type") ? tool : tool.deepCopy().asObject().put("type", "function")),
      at("thoughts in a list (mistral)", "chat", "messages/*/content/*",
          part -> part.path("type").asString("").equals("thinking") ? null : part),
      GeminiChanges.thoughtsAlone(),
      at("no word in chat: VALIDATED", "gemini", "toolConfig/functionCallingConfig/mode",
          mode -> mode.asString().equals("VALIDATED") ? text("AUTO") : mode),
      without("includeThoughts: false", "gemini", "generationConfig/thinkingConfig/includeThoughts",
          "false"),
      without("thinkingConfig: {}", "gemini", "generationConfig/thinkingConfig", "{}"),
      at("a signature at a text", "gemini", "contents/*/parts/*",
          part -> part.has("text") && part.has("thoughtSignature")
              ? part.deepCopy().asObject().without("thoughtSignature")
              : part),
      GeminiChanges.level(), GeminiChanges.includeThoughts(), GeminiChanges.typeOfAddress(),
      RequestChanges.adaptive(), without("safe_prompt: false", "chat", "safe_prompt", "false"),
      without("clear_thinking: false", "chat", "clear_thinking", "false"),
      without("response_format: text", "chat", "response_format", "{\"type\":\"text\"}"),
      without("tool_calls: []", "chat", "messages/*/tool_calls", "[]"),
      without("system: []", "messages bedrock", "system", "[]"),
      without("stopSequences: []", "bedrock", "inferenceConfig/stopSequences", "[]"),
      without("inferenceConfig: {}", "bedrock", "inferenceConfig", "{}"),
      without("reasoning_content: empty", "chat", "messages/*/reasoning_content", "\"\""),
      without("description: empty (function)", "chat", "tools/*/function/description", "\"\""),
      without("description: empty (tool)", "messages", "tools/*/description", "\"\""),
      without("is_error: false", "messages", "messages/*/content/*/is_error", "false"),
      without("status: success", "bedrock", "messages/*/content/*/toolResult/status",
          "\"success\""),
      without("systemInstruction.role: user", "gemini", "systemInstruction/role", "\"user\""),
      without("prefix: false", "chat", "messages/*/prefix", "false"),
      without("tool_calls.index", "chat", "messages/*/tool_calls/*/index"),
      without("reasoning of a turn (ollama)", "chat", "messages/*/reasoning"),
      without("prompt_cache_breakpoint", "chat", "messages/*/content/*/prompt_cache_breakpoint"),
      RequestChanges.maxTokens(), RequestChanges.oldFunctions(), RequestChanges.emptyAnswer(),
      RequestChanges.streamOptions(), RequestChanges.reasoning(),
      RequestChanges.rename("output_format", "messages", "", "output_format",
          "output_config/format"),
      at("developer", "chat", "messages/*/role",
          role -> role.asString().equals("developer") ? text("system") : role),
      at("an address alone", "chat", "messages/*/content/*/image_url",
          image -> image.isString() ? object("url", image) : image),
      at("a choice without type", "chat", "tool_choice",
          choice -> choice.isObject() && !choice.has("type")
              ? ((ObjectNode) choice.deepCopy()).put("type", "function")
              : choice),
      at("a text alone is a string", "chat", "messages/*/content", RequestRules::alone),
      at("a string is a list of one text (message)", "messages", "messages/*/content",
          RequestRules::listed),
      at("a string is a list of one text (result)", "messages", "messages/*/content/*/content",
          RequestRules::listed),
      at("a string is a list of one text (system)", "messages", "system", RequestRules::listed),
      at("JSON of a result as text", "bedrock", "messages/*/content/*/toolResult/content/*",
          part -> part.has("json") ? object("text", text(part.path("json").toString())) : part),
      at("spaces of a schema", "bedrock", "outputConfig/textFormat/structure/jsonSchema/schema",
          schema -> text(Talk.JSON.readTree(schema.asString()).toString())),
      without("generationConfig: {}", "gemini", "generationConfig", "{}"),
      GeminiChanges.parametersAsJsonSchema(), GeminiChanges.functionDeclarations(),
      GeminiChanges.serverTools(),
      at("thoughts", "gemini", "contents/*/parts/*",
          part -> part.path("thought").asBoolean(false) ? null : part),
      at("a turn of thoughts alone", "gemini", "contents/*",
          turn -> turn.path("parts").isEmpty() ? null : turn),
      GeminiChanges.callIds(), RequestChanges.laterSystem(),
      RequestChanges.merged("messages", "messages", "content"),
      RequestChanges.merged("bedrock", "messages", "content"),
      RequestChanges.merged("gemini", "contents", "parts"));

  private RequestRules() {}

  private static @Nullable JsonNode unlessZero(JsonNode number) {
    return number.isNumber() && number.doubleValue() == 0 ? null : number;
  }

  private static int nulls(JsonNode node) {
    int removed = 0;
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        if (object.path(name).isNull() && !name.equals("content")) {
          object.remove(name);
          removed++;
        }
      }
    }
    for (var member : node.properties()) {
      // A schema is the client's own.
      removed += Set.of("parameters", "schema").contains(member.getKey())
          ? 0
          : nulls(member.getValue());
    }
    for (JsonNode each : node.isArray() ? node : Talk.JSON.createArrayNode()) {
      removed += nulls(each);
    }
    return removed;
  }

  static JsonNode text(String text) {
    return Talk.JSON.valueToTree(text);
  }

  static ObjectNode object(String name, JsonNode value) {
    return Talk.JSON.createObjectNode().set(name, value);
  }

  private static JsonNode alone(JsonNode content) {
    boolean alone = content.isArray() && content.size() == 1 && content.path(0).size() == 2
        && content.path(0).has("text") && content.path(0).path("type").asString().equals("text");
    return alone ? content.path(0).path("text") : content;
  }

  private static JsonNode listed(JsonNode content) {
    if (!content.isString()) {
      return content;
    }
    ArrayNode list = Talk.JSON.createArrayNode();
    list.addObject().put("type", "text").set("text", content);
    return list;
  }
}
