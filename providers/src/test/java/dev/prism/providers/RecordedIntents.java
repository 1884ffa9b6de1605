package dev.prism.providers;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What recorded requests of providers that no client speaks to here ask for, said as a chat request.
final class RecordedIntents {
  private final ObjectNode chat = Talk.JSON.createObjectNode().put("model", "m");
  private final ArrayNode messages = chat.putArray("messages");
  private final Map<String, String> calls = new HashMap<>();

  private RecordedIntents() {}

  static ObjectNode ofGemini(JsonNode body, boolean stream) {
    RecordedIntents intent = new RecordedIntents();
    intent.gemini(body);
    return stream ? intent.chat.put("stream", true) : intent.chat;
  }

  static ObjectNode ofBedrock(JsonNode body, boolean stream) {
    RecordedIntents intent = new RecordedIntents();
    intent.bedrock(body);
    return stream ? intent.chat.put("stream", true) : intent.chat;
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

  private void gemini(JsonNode body) {
    if (body.has("systemInstruction")) {
      StringBuilder text = new StringBuilder();
      body.at("/systemInstruction/parts")
          .forEach(part -> text.append(text.isEmpty() ? "" : "\n\n")
              .append(part.path("text").asString()));
      messages.addObject().put("role", "system").put("content", text.toString());
    }
    for (JsonNode turn : body.path("contents")) {
      boolean model = turn.path("role").asString().equals("model");
      ObjectNode said = Talk.JSON.createObjectNode().put("role", model ? "assistant" : "user");
      for (JsonNode part : turn.path("parts")) {
        geminiPart(part, said);
      }
      if (said.has("content") || said.has("tool_calls")) {
        messages.add(said);
      }
    }
    for (JsonNode tool : body.path("tools")) {
      for (JsonNode function : tool.path("functionDeclarations")) {
        tool(function,
            function.has("parameters")
                ? function.path("parameters")
                : function.path("parametersJsonSchema"));
      }
    }
    JsonNode choice = body.at("/toolConfig/functionCallingConfig");
    String mode = choice.path("mode").asString("");
    JsonNode allowed = choice.path("allowedFunctionNames");
    if (allowed.size() == 1 && mode.equals("ANY")) {
      one(allowed.path(0).asString());
    } else if (!allowed.isEmpty()) {
      ObjectNode some = chat.putObject("tool_choice").put("type", "allowed_tools");
      some.put("mode", mode.equals("ANY") ? "required" : "auto");
      ArrayNode list = some.putArray("tools");
      allowed.forEach(name -> list.addObject().put("name", name.asString()));
    } else if (!mode.isEmpty()) {
      chat.put("tool_choice",
          mode.equals("ANY") ? "required" : mode.equals("NONE") ? "none" : "auto");
    }
    JsonNode config = body.path("generationConfig");
    copy(config, "temperature", "temperature");
    copy(config, "topP", "top_p");
    copy(config, "topK", "top_k");
    copy(config, "candidateCount", "n");
    copy(config, "maxOutputTokens", "max_tokens");
    copy(config, "seed", "seed");
    copy(config, "frequencyPenalty", "frequency_penalty");
    copy(config, "presencePenalty", "presence_penalty");
    copy(config, "stopSequences", "stop");
    copy(config, "responseLogprobs", "logprobs");
    copy(config, "logprobs", "top_logprobs");
    if (config.path("responseModalities").isArray()) {
      ArrayNode modalities = chat.putArray("modalities");
      config.path("responseModalities")
          .forEach(each -> modalities.add(each.asString().toLowerCase(Locale.ROOT)));
    }
    if (config.at("/thinkingConfig").has("thinkingBudget")) {
      chat.putObject("reasoning").set("max_tokens", config.at("/thinkingConfig/thinkingBudget"));
    } else if (config.at("/thinkingConfig").has("thinkingLevel")) {
      chat.put("reasoning_effort",
          config.at("/thinkingConfig/thinkingLevel").asString().toLowerCase(Locale.ROOT));
    }
    JsonNode schema = config
        .path(config.has("responseJsonSchema") ? "responseJsonSchema" : "responseSchema");
    if (schema.isObject()) {
      schema(schema);
    } else if (config.path("responseMimeType").asString("").equals("application/json")) {
      chat.putObject("response_format").put("type", "json_object");
    }
  }

  private void geminiPart(JsonNode part, ObjectNode said) {
    if (part.has("text") && !part.path("thought").asBoolean(false)) {
      content(said).addObject().put("type", "text").put("text", part.path("text").asString());
    } else if (part.has("inlineData")) {
      media(said, part.at("/inlineData/mimeType").asString(),
          part.at("/inlineData/data").asString());
    } else if (part.has("fileData")) {
      String url = part.at("/fileData/fileUri").asString();
      if (part.at("/fileData/mimeType").asString("").startsWith("image/")) {
        content(said).addObject().put("type", "image_url").putObject("image_url").put("url", url);
      } else {
        content(said).addObject().put("type", "file").putObject("file").put("file_data", url);
      }
    } else if (part.has("functionCall")) {
      JsonNode call = part.path("functionCall");
      ObjectNode made = call(said, call.path("id").asString("call_" + calls.size()),
          call.path("name").asString(), call.path("args"));
      calls.put(call.path("name").asString(), made.path("id").asString());
      if (part.has("thoughtSignature")) {
        made.putObject("extra_content")
            .putObject("google")
            .set("thought_signature", part.path("thoughtSignature"));
      }
    } else if (part.has("functionResponse")) {
      JsonNode response = part.path("functionResponse");
      messages.addObject()
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

  private void bedrock(JsonNode body) {
    for (JsonNode part : body.path("system")) {
      if (part.has("text")) {
        messages.addObject().put("role", "system").put("content", part.path("text").asString());
      } else if (part.has("cachePoint") && !messages.isEmpty()) {
        messages.get(messages.size() - 1).asObject().set("cache_control", point(part));
      }
    }
    for (JsonNode turn : body.path("messages")) {
      ObjectNode said = Talk.JSON.createObjectNode().put("role", turn.path("role").asString());
      turn.path("content").forEach(block -> bedrockBlock(block, said));
      if (said.has("content") || said.has("tool_calls")) {
        messages.add(said);
      }
    }
    for (JsonNode tool : body.at("/toolConfig/tools")) {
      if (tool.has("toolSpec")) {
        tool(tool.path("toolSpec"), tool.at("/toolSpec/inputSchema/json"));
      } else if (tool.has("cachePoint")) {
        ArrayNode tools = chat.withArray("tools");
        tools.get(tools.size() - 1).asObject().set("cache_control", point(tool));
      }
    }
    JsonNode choice = body.at("/toolConfig/toolChoice");
    if (choice.has("tool")) {
      one(choice.at("/tool/name").asString());
    } else if (choice.has("any") || choice.has("auto")) {
      chat.put("tool_choice", choice.has("any") ? "required" : "auto");
    }
    JsonNode config = body.path("inferenceConfig");
    copy(config, "temperature", "temperature");
    copy(config, "topP", "top_p");
    copy(config, "maxTokens", "max_tokens");
    copy(config, "stopSequences", "stop");
    if (body.has("serviceTier")) {
      chat.set("service_tier", body.at("/serviceTier/type"));
    }
    JsonNode thinking = body.at("/additionalModelRequestFields/thinking");
    if (thinking.has("budget_tokens")) {
      chat.putObject("reasoning").set("max_tokens", thinking.path("budget_tokens"));
    } else if (thinking.path("type").asString("").equals("adaptive")) {
      chat.putObject("reasoning").put("enabled", true);
    }
    JsonNode more = body.path("additionalModelRequestFields");
    JsonNode effort = more.has("reasoning_config")
        ? more.path("reasoning_config")
        : more.has("reasoning_effort")
            ? more.path("reasoning_effort")
            : more.at("/output_config/effort");
    if (effort.isString()) {
      chat.set("reasoning_effort", effort);
    }
    copy(body.path("additionalModelRequestFields").path("inferenceConfig"), "topK", "top_k");
    JsonNode format = body.at("/outputConfig/textFormat/structure/jsonSchema");
    if (format.has("schema")) {
      schema(Talk.JSON.readTree(format.path("schema").asString()));
      ObjectNode named = chat.path("response_format").path("json_schema").asObject();
      named.set("name", format.path("name"));
      if (format.has("description")) {
        named.set("description", format.path("description"));
      }
    }
  }

  private void bedrockBlock(JsonNode block, ObjectNode said) {
    if (block.has("guardContent")) {
      bedrockBlock(block.at("/guardContent/text"), said);
    } else if (block.has("text")) {
      content(said).addObject().put("type", "text").put("text", block.path("text").asString());
    } else if (block.has("image")) {
      media(said, "image/" + block.at("/image/format").asString(), block.at("/image/source"));
    } else if (block.has("document")) {
      String format = block.at("/document/format").asString();
      media(said,
          format.equals("pdf")
              ? "application/pdf"
              : format.equals("txt") ? "text/plain" : "text/" + format,
          block.at("/document/source"));
      if (content(said).path(content(said).size() - 1).path("file") instanceof ObjectNode file) {
        file.set("filename", block.at("/document/name"));
      }
    } else if (block.has("cachePoint") && said.has("content")) {
      content(said).get(content(said).size() - 1).asObject().set("cache_control", point(block));
    } else if (block.has("toolUse")) {
      JsonNode use = block.path("toolUse");
      call(said, use.path("toolUseId").asString(), use.path("name").asString(), use.path("input"));
    } else if (block.has("toolResult")) {
      ObjectNode result = messages.addObject()
          .put("role", "tool")
          .put("tool_call_id", block.at("/toolResult/toolUseId").asString());
      for (JsonNode part : block.at("/toolResult/content")) {
        if (part.has("json")) {
          content(result).addObject().put("type", "text").put("text", part.path("json").toString());
        } else {
          bedrockBlock(part, result);
        }
      }
    } else if (block.has("reasoningContent")) {
      JsonNode thought = block.at("/reasoningContent/reasoningText");
      said.withArray("reasoning_details")
          .addObject()
          .put("type", "reasoning.text")
          .put("text", thought.path("text").asString(""))
          .put("signature", thought.path("signature").asString(""));
    }
  }

  private static ObjectNode point(JsonNode block) {
    ObjectNode point = Talk.JSON.createObjectNode().put("type", "ephemeral");
    return block.path("cachePoint").has("ttl")
        ? point.set("ttl", block.at("/cachePoint/ttl"))
        : point;
  }

  private static ArrayNode content(ObjectNode said) {
    return said.withArray("content");
  }

  /// @param source as Bedrock has it
  private static void media(ObjectNode said, String type, JsonNode source) {
    if (source.has("s3Location") && !type.startsWith("image/")) {
      content(said).addObject()
          .put("type", "file")
          .putObject("file")
          .set("file_data", source.at("/s3Location/uri"));
    } else if (source.has("s3Location")) {
      content(said).addObject()
          .put("type", "image_url")
          .putObject("image_url")
          .set("url", source.at("/s3Location/uri"));
    } else {
      media(said, type, source.path("bytes").asString());
    }
  }

  private static void media(ObjectNode said, String type, String data) {
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

  private static ObjectNode call(ObjectNode said, String id, String name, JsonNode arguments) {
    ObjectNode call = said.withArray("tool_calls")
        .addObject()
        .put("id", id)
        .put("type", "function");
    call.putObject("function")
        .put("name", name)
        .put("arguments", arguments.isMissingNode() ? "{}" : arguments.toString());
    return call;
  }

  private void tool(JsonNode named, JsonNode schema) {
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

  private void one(String name) {
    chat.putObject("tool_choice").put("type", "function").putObject("function").put("name", name);
  }

  private void schema(JsonNode schema) {
    chat.putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "answer")
        .set("schema", schema);
  }

  private void copy(JsonNode from, String name, String to) {
    if (from.has(name)) {
      chat.set(to, from.path(name));
    }
  }
}
