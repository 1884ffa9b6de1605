package dev.prism.providers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What a recorded request of Bedrock asks for, said as a chat request.
final class BedrockIntent {
  private final ChatIntent intent = new ChatIntent();

  private BedrockIntent() {}

  static ObjectNode of(JsonNode body) {
    BedrockIntent read = new BedrockIntent();
    read.read(body);
    return read.intent.chat;
  }

  private void read(JsonNode body) {
    for (JsonNode part : body.path("system")) {
      if (part.has("text")) {
        intent.messages.addObject()
            .put("role", "system")
            .put("content", part.path("text").asString());
      } else if (part.has("cachePoint") && !intent.messages.isEmpty()) {
        intent.messages.get(intent.messages.size() - 1)
            .asObject()
            .set("cache_control", point(part));
      }
    }
    for (JsonNode turn : body.path("messages")) {
      ObjectNode said = Talk.JSON.createObjectNode().put("role", turn.path("role").asString());
      turn.path("content").forEach(block -> block(block, said));
      if (said.has("content") || said.has("tool_calls")) {
        intent.messages.add(said);
      }
    }
    for (JsonNode tool : body.at("/toolConfig/tools")) {
      if (tool.has("toolSpec")) {
        intent.tool(tool.path("toolSpec"), tool.at("/toolSpec/inputSchema/json"));
      } else if (tool.has("cachePoint")) {
        ArrayNode tools = intent.chat.withArray("tools");
        tools.get(tools.size() - 1).asObject().set("cache_control", point(tool));
      }
    }
    JsonNode choice = body.at("/toolConfig/toolChoice");
    if (choice.has("tool")) {
      intent.one(choice.at("/tool/name").asString());
    } else if (choice.has("any") || choice.has("auto")) {
      intent.chat.put("tool_choice", choice.has("any") ? "required" : "auto");
    }
    JsonNode config = body.path("inferenceConfig");
    intent.copy(config, "temperature", "temperature");
    intent.copy(config, "topP", "top_p");
    intent.copy(config, "maxTokens", "max_tokens");
    intent.copy(config, "stopSequences", "stop");
    if (body.has("serviceTier")) {
      intent.chat.set("service_tier", body.at("/serviceTier/type"));
    }
    JsonNode thinking = body.at("/additionalModelRequestFields/thinking");
    if (thinking.has("budget_tokens")) {
      intent.chat.putObject("reasoning").set("max_tokens", thinking.path("budget_tokens"));
    } else if (thinking.path("type").asString("").equals("adaptive")) {
      intent.chat.putObject("reasoning").put("enabled", true);
    }
    JsonNode more = body.path("additionalModelRequestFields");
    JsonNode effort = more.has("reasoning_config")
        ? more.path("reasoning_config")
        : more.has("reasoning_effort")
            ? more.path("reasoning_effort")
            : more.at("/output_config/effort");
    if (effort.isString()) {
      intent.chat.set("reasoning_effort", effort);
    }
    intent.copy(body.path("additionalModelRequestFields").path("inferenceConfig"), "topK", "top_k");
    JsonNode format = body.at("/outputConfig/textFormat/structure/jsonSchema");
    if (format.has("schema")) {
      intent.schema(Talk.JSON.readTree(format.path("schema").asString()));
      ObjectNode named = intent.chat.path("response_format").path("json_schema").asObject();
      named.set("name", format.path("name"));
      if (format.has("description")) {
        named.set("description", format.path("description"));
      }
    }
  }

  private void block(JsonNode block, ObjectNode said) {
    if (block.has("guardContent")) {
      block(block.at("/guardContent/text"), said);
    } else if (block.has("text")) {
      ChatIntent.content(said)
          .addObject()
          .put("type", "text")
          .put("text", block.path("text").asString());
    } else if (block.has("image")) {
      media(said, "image/" + block.at("/image/format").asString(), block.at("/image/source"));
    } else if (block.has("document")) {
      String format = block.at("/document/format").asString();
      media(said,
          format.equals("pdf")
              ? "application/pdf"
              : format.equals("txt") ? "text/plain" : "text/" + format,
          block.at("/document/source"));
      if (ChatIntent.content(said)
          .path(ChatIntent.content(said).size() - 1)
          .path("file") instanceof ObjectNode file) {
        file.set("filename", block.at("/document/name"));
      }
    } else if (block.has("cachePoint") && said.has("content")) {
      ChatIntent.content(said)
          .get(ChatIntent.content(said).size() - 1)
          .asObject()
          .set("cache_control", point(block));
    } else if (block.has("toolUse")) {
      JsonNode use = block.path("toolUse");
      ChatIntent.call(said, use.path("toolUseId").asString(), use.path("name").asString(),
          use.path("input"));
    } else if (block.has("toolResult")) {
      ObjectNode result = intent.messages.addObject()
          .put("role", "tool")
          .put("tool_call_id", block.at("/toolResult/toolUseId").asString());
      for (JsonNode part : block.at("/toolResult/content")) {
        if (part.has("json")) {
          ChatIntent.content(result)
              .addObject()
              .put("type", "text")
              .put("text", part.path("json").toString());
        } else {
          block(part, result);
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

  /// @param source as Bedrock has it
  private static void media(ObjectNode said, String type, JsonNode source) {
    if (source.has("s3Location") && !type.startsWith("image/")) {
      ChatIntent.content(said)
          .addObject()
          .put("type", "file")
          .putObject("file")
          .set("file_data", source.at("/s3Location/uri"));
    } else if (source.has("s3Location")) {
      ChatIntent.content(said)
          .addObject()
          .put("type", "image_url")
          .putObject("image_url")
          .set("url", source.at("/s3Location/uri"));
    } else {
      ChatIntent.media(said, type, source.path("bytes").asString());
    }
  }
}
