package dev.prism.providers.anthropic;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.json.JsonFields;
import dev.prism.providers.CachePoints;
import dev.prism.providers.Unsuited;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads content blocks: a text, or a list of blocks of many types.
final class MessagesBlocks {
  private MessagesBlocks() {}

  /// The content under `name`.
  static List<Block> read(JsonFields message, String name) throws Unsuited {
    List<Block> blocks = new ArrayList<>();
    if (message.kind(name) == '"') {
      blocks.add(new Block.Text(message.text(name)));
      return blocks;
    }
    List<JsonFields> list = message.objects(name);
    for (JsonFields block : list) {
      Block read = block(block);
      if (read != null) {
        blocks.add(read);
      }
      Block.CachePoint point = CachePoints.of(block);
      if (point != null) {
        blocks.add(point);
      }
    }
    return blocks;
  }

  private static @Nullable Block block(JsonFields block) throws Unsuited {
    String type = block.text("type");
    return switch (type) {
      case "text" -> new Block.Text(block.text("text"));
      case "image" -> {
        Media media = media(block.object("source"));
        yield media == null ? unknown("image") : new Block.Image(media, null);
      }
      case "document" -> document(block);
      case "tool_use" -> new Block.ToolUse(block.text("id"), block.text("name"),
          orEmpty(block.raw("input", '{')), null);
      case "tool_result" -> new Block.ToolResult(block.text("tool_use_id"), read(block, "content"),
          block.isTrue("is_error"));
      case "thinking" -> new Block.Thinking(block.text("thinking"), block.text("signature"));
      case "redacted_thinking" -> new Block.RedactedThinking(block.text("data"));
      case "" -> throw Unsuited.wrong("messages", "A content block has no type.");
      default -> new Block.Opaque(type, "{}");
    };
  }

  private static Block document(JsonFields block) throws Unsuited {
    JsonFields source = block.object("source");
    String title = block.textOrNull("title");
    if (source.text("type").equals("text")) {
      byte[] text = source.text("data").getBytes(StandardCharsets.UTF_8);
      return new Block.Document(Media.bytes("text/plain", Base64.getEncoder().encodeToString(text)),
          title);
    }
    Media media = media(source);
    return media == null ? unknown("document") : new Block.Document(media, title);
  }

  private static @Nullable Media media(JsonFields source) {
    return switch (source.text("type")) {
      case "base64" -> Media.bytes(source.text("media_type"), source.text("data"));
      case "url" -> new Media("", null, source.text("url"));
      default -> null;
    };
  }

  private static Block unknown(String what) throws Unsuited {
    throw Unsuited.cannot("messages",
        "The source of this " + what + " is known to its own provider only.");
  }

  private static String orEmpty(@Nullable String json) {
    return json == null ? "{}" : json;
  }
}
