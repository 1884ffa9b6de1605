package dev.prism.providers.openai;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.CachePoints;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;

/// Reads the messages of a chat.
final class ChatMessages {
  private ChatMessages() {}

  static List<Message> read(List<JsonFields> messages) throws Unsuited {
    List<Message> read = new ArrayList<>(messages.size());
    for (JsonFields message : messages) {
      read.add(switch (message.text("role")) {
        case "system", "developer" -> new Message(Role.SYSTEM, content(message));
        case "user" -> new Message(Role.USER, content(message));
        case "assistant" -> new Message(Role.ASSISTANT, assistant(message));
        case "tool" -> result(message.text("tool_call_id"), message);
        case "function" -> result(oldId(message.text("name")), message);
        default -> throw Unsuited.wrong("messages", "A message has an unknown role.");
      });
    }
    return read;
  }

  private static Message result(String id, JsonFields message) throws Unsuited {
    return new Message(Role.USER, List.of(new Block.ToolResult(id, content(message), false)));
  }

  /// A function that was called before calls had ids.
  private static String oldId(String name) {
    return "call_" + name;
  }

  private static List<Block> assistant(JsonFields message) throws Unsuited {
    List<Block> blocks = new ArrayList<>(thoughts(message));
    blocks.addAll(content(message));
    String refusal = message.text("refusal");
    if (!refusal.isEmpty()) {
      blocks.add(new Block.Refusal(refusal));
    }
    for (JsonFields call : message.objects("tool_calls")) {
      boolean custom = call.text("type").equals("custom");
      JsonFields function = call.object(custom ? "custom" : "function");
      blocks.add(new Block.ToolUse(call.text("id"), function.text("name"),
          custom ? CustomTools.arguments(function.text("input")) : function.text("arguments"),
          call.object("extra_content").object("google").textOrNull("thought_signature")));
    }
    if (message.has("function_call")) {
      JsonFields function = message.object("function_call");
      blocks.add(new Block.ToolUse(oldId(function.text("name")), function.text("name"),
          function.text("arguments"), null));
    }
    return blocks;
  }

  /// What the gateway gave out as `reasoning_details`, what others give out as `thinking_blocks`, or
  /// plain text that its provider did not sign.
  private static List<Block> thoughts(JsonFields message) {
    List<Block> blocks = new ArrayList<>();
    for (JsonFields detail : message.objects("reasoning_details")) {
      if (detail.text("type").equals("reasoning.encrypted")) {
        blocks.add(new Block.RedactedThinking(detail.text("data")));
      } else {
        blocks.add(new Block.Thinking(detail.text("text"), detail.text("signature")));
      }
    }
    for (JsonFields thought : message.objects("thinking_blocks")) {
      blocks.add(thought.text("type").equals("redacted_thinking")
          ? new Block.RedactedThinking(thought.text("data"))
          : new Block.Thinking(thought.text("thinking"), thought.text("signature")));
    }
    String plain = message.has("reasoning_content")
        ? message.text("reasoning_content")
        : message.text("reasoning");
    if (blocks.isEmpty() && !plain.isEmpty()) {
      blocks.add(new Block.Thinking(plain, ""));
    }
    return blocks;
  }

  private static List<Block> content(JsonFields message) throws Unsuited {
    List<Block> blocks = new ArrayList<>();
    if (message.kind("content") == '"') {
      blocks.add(new Block.Text(message.text("content")));
    }
    for (JsonFields part : message.objects("content")) {
      blocks.add(part(part));
      addPoint(part, blocks);
    }
    if (!blocks.isEmpty()) {
      addPoint(message, blocks);
    }
    return blocks;
  }

  private static void addPoint(JsonFields part, List<Block> blocks) {
    Block.CachePoint point = CachePoints.of(part);
    if (point != null) {
      blocks.add(point);
    }
  }

  private static Block part(JsonFields part) throws Unsuited {
    return switch (part.text("type")) {
      case "text", "input_text", "output_text" -> new Block.Text(part.text("text"));
      case "refusal" -> new Block.Refusal(part.text("refusal"));
      case "image_url" -> part.kind("image_url") == '{'
          ? new Block.Image(Media.at(part.object("image_url").text("url")),
              part.object("image_url").textOrNull("detail"))
          : new Block.Image(Media.at(part.text("image_url")), null);
      case "input_audio" -> {
        JsonFields audio = part.object("input_audio");
        yield new Block.Audio(Media.bytes("audio/" + audio.text("format"), audio.text("data")));
      }
      case "file" -> file(part.object("file"));
      case "document_url" ->
        new Block.Document(Media.at(part.text("document_url")), part.textOrNull("document_name"));
      case "thinking" -> new Block.Thinking(part.text("thinking"), part.text("signature"));
      default ->
        throw Unsuited.cannot("messages", "A content part has a type that cannot be translated.");
    };
  }

  static Block file(JsonFields file) throws Unsuited {
    String data = file.has("file_data") ? file.text("file_data") : file.text("file_url");
    if (data.isEmpty()) {
      throw Unsuited.cannot("messages", "A file's id is known to its own provider only.");
    }
    return new Block.Document(Media.at(data), file.textOrNull("filename"));
  }
}
