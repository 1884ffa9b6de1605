package dev.prism.providers;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a recorded request of Gemini asks for, said as a chat request.
final class GeminiIntent {
  private final ChatIntent intent = new ChatIntent();
  private final Map<String, String> calls = new HashMap<>();

  private GeminiIntent() {}

  static ObjectNode of(JsonNode body) {
    GeminiIntent read = new GeminiIntent();
    read.read(body);
    return read.intent.chat;
  }

  private void read(JsonNode body) {
    if (body.has("systemInstruction")) {
      StringBuilder text = new StringBuilder();
      body.at("/systemInstruction/parts")
          .forEach(part -> text.append(text.isEmpty() ? "" : "\n\n")
              .append(part.path("text").asString()));
      intent.messages.addObject().put("role", "system").put("content", text.toString());
    }
    for (JsonNode turn : body.path("contents")) {
      boolean model = turn.path("role").asString().equals("model");
      ObjectNode said = Talk.JSON.createObjectNode().put("role", model ? "assistant" : "user");
      for (JsonNode part : turn.path("parts")) {
        part(part, said);
      }
      if (said.has("content") || said.has("tool_calls")) {
        intent.messages.add(said);
      }
    }
    for (JsonNode tool : body.path("tools")) {
      for (JsonNode function : tool.path("functionDeclarations")) {
        intent.tool(function,
            function.has("parameters")
                ? function.path("parameters")
                : function.path("parametersJsonSchema"));
      }
    }
    JsonNode choice = body.at("/toolConfig/functionCallingConfig");
    String mode = choice.path("mode").asString("");
    JsonNode allowed = choice.path("allowedFunctionNames");
    if (allowed.size() == 1 && mode.equals("ANY")) {
      intent.one(allowed.path(0).asString());
    } else if (!allowed.isEmpty()) {
      ObjectNode some = intent.chat.putObject("tool_choice").put("type", "allowed_tools");
      some.put("mode", mode.equals("ANY") ? "required" : "auto");
      ArrayNode list = some.putArray("tools");
      allowed.forEach(name -> list.addObject().put("name", name.asString()));
    } else if (!mode.isEmpty()) {
      intent.chat.put("tool_choice",
          mode.equals("ANY") ? "required" : mode.equals("NONE") ? "none" : "auto");
    }
    JsonNode config = body.path("generationConfig");
    intent.copy(config, "temperature", "temperature");
    intent.copy(config, "topP", "top_p");
    intent.copy(config, "topK", "top_k");
    intent.copy(config, "candidateCount", "n");
    intent.copy(config, "maxOutputTokens", "max_tokens");
    intent.copy(config, "seed", "seed");
    intent.copy(config, "frequencyPenalty", "frequency_penalty");
    intent.copy(config, "presencePenalty", "presence_penalty");
    intent.copy(config, "stopSequences", "stop");
    intent.copy(config, "responseLogprobs", "logprobs");
    intent.copy(config, "logprobs", "top_logprobs");
    if (config.path("responseModalities").isArray()) {
      ArrayNode modalities = intent.chat.putArray("modalities");
      config.path("responseModalities")
          .forEach(each -> modalities.add(each.asString().toLowerCase(Locale.ROOT)));
    }
    if (config.at("/thinkingConfig").has("thinkingBudget")) {
      intent.chat.putObject("reasoning")
          .set("max_tokens", config.at("/thinkingConfig/thinkingBudget"));
    } else if (config.at("/thinkingConfig").has("thinkingLevel")) {
      intent.chat.put("reasoning_effort",
          config.at("/thinkingConfig/thinkingLevel").asString().toLowerCase(Locale.ROOT));
    }
    JsonNode schema = config
        .path(config.has("responseJsonSchema") ? "responseJsonSchema" : "responseSchema");
    if (schema.isObject()) {
      intent.schema(schema);
    } else if (config.path("responseMimeType").asString("").equals("application/json")) {
      intent.chat.putObject("response_format").put("type", "json_object");
    }
  }

  private void part(JsonNode part, ObjectNode said) {
    if (part.has("text") && !part.path("thought").asBoolean(false)) {
      ChatIntent.content(said)
          .addObject()
          .put("type", "text")
          .put("text", part.path("text").asString());
    } else if (part.has("inlineData")) {
      ChatIntent.media(said, part.at("/inlineData/mimeType").asString(),
          part.at("/inlineData/data").asString());
    } else if (part.has("fileData")) {
      String url = part.at("/fileData/fileUri").asString();
      if (part.at("/fileData/mimeType").asString("").startsWith("image/")) {
        ChatIntent.content(said)
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .put("url", url);
      } else {
        ChatIntent.content(said)
            .addObject()
            .put("type", "file")
            .putObject("file")
            .put("file_data", url);
      }
    } else if (part.has("functionCall")) {
      JsonNode call = part.path("functionCall");
      ObjectNode made = ChatIntent.call(said, call.path("id").asString("call_" + calls.size()),
          call.path("name").asString(), call.path("args"));
      calls.put(call.path("name").asString(), made.path("id").asString());
      if (part.has("thoughtSignature")) {
        made.putObject("extra_content")
            .putObject("google")
            .set("thought_signature", part.path("thoughtSignature"));
      }
    } else if (part.has("functionResponse")) {
      JsonNode response = part.path("functionResponse");
      intent.messages.addObject()
          .put("role", "tool")
          .put("tool_call_id",
              response.path("id")
                  .asString(calls.getOrDefault(response.path("name").asString(), "unknown")))
          .put("content", result(response.path("response")));
    }
  }

  /// What is wrapped because it is no object stands for itself.
  private static String result(JsonNode response) {
    return response.size() == 1 && response.path("result").isString()
        ? response.path("result").asString()
        : response.toString();
  }
}
