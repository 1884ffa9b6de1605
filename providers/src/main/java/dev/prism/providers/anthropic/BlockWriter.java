package dev.prism.providers.anthropic;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Arguments;
import dev.prism.providers.CachePoints;
import dev.prism.providers.ToolIds;
import dev.prism.providers.Unsuited;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Writes content blocks. Empty texts are left out, since the provider refuses them.
final class BlockWriter {
  private BlockWriter() {}

  /// Whether anything of the blocks would be written.
  static boolean saysSomething(List<Block> blocks) {
    return blocks.stream().anyMatch(BlockWriter::isWritten);
  }

  static boolean isWritten(Block block) {
    return switch (block) {
      case Block.Text(String text) -> !text.isEmpty();
      case Block.Refusal(String text) -> !text.isEmpty();
      case Block.Thinking(String _, String signature) -> !signature.isEmpty();
      case Block.CachePoint _,Block.Opaque _,Block.Audio _ -> false;
      case Block.Image _,Block.Document _,Block.ToolUse _,Block.ToolResult _,Block.RedactedThinking _ ->
        true;
    };
  }

  /// The results of tools must stand before anything else in their message.
  static List<Block> resultsFirst(List<Block> blocks) {
    List<Block> results = new ArrayList<>();
    List<Block> rest = new ArrayList<>();
    for (Block block : blocks) {
      (block instanceof Block.ToolResult ? results : rest).add(block);
    }
    results.addAll(rest);
    return results;
  }

  static void write(List<Block> blocks, JsonWriter out) throws Unsuited {
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block instanceof Block.Audio) {
        throw Unsuited.cannot("messages", "This target does not take audio.");
      }
      if (isWritten(block)) {
        out.object();
        members(block, out);
        CachePoints.write(i + 1 < blocks.size() ? blocks.get(i + 1) : null, out);
        out.endObject();
      }
    }
  }

  private static void members(Block block, JsonWriter out) throws Unsuited {
    switch (block) {
      case Block.Text(String text) -> out.text("type", "text").text("text", text);
      case Block.Refusal(String text) -> out.text("type", "text").text("text", text);
      case Block.Thinking(String text, String signature) ->
        out.text("type", "thinking").text("thinking", text).text("signature", signature);
      case Block.RedactedThinking(String data) ->
        out.text("type", "redacted_thinking").text("data", data);
      case Block.Image(Media media, String _) -> source(out.text("type", "image"), media);
      case Block.Document document -> document(document, out);
      case Block.ToolUse use -> out.text("type", "tool_use")
          .text("id", ToolIds.ANTHROPIC.fit(use.id()))
          .text("name", use.name())
          .raw("input", Arguments.object(use.arguments()));
      case Block.ToolResult result -> result(result, out);
      case Block.Audio _,Block.CachePoint _,Block.Opaque _ -> {
      }
    }
  }

  private static void result(Block.ToolResult result, JsonWriter out) throws Unsuited {
    out.text("type", "tool_result").text("tool_use_id", ToolIds.ANTHROPIC.fit(result.id()));
    if (result.isError()) {
      out.bool("is_error", true);
    }
    if (saysSomething(result.content())) {
      out.array("content");
      write(result.content(), out);
      out.endArray();
    }
  }

  private static String decoded(String base64) throws Unsuited {
    try {
      return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      throw Unsuited.wrong("messages", "A document is not base64.");
    }
  }

  private static void document(Block.Document document, JsonWriter out) throws Unsuited {
    Media media = document.media();
    String base64 = media.base64();
    out.text("type", "document");
    if (base64 != null && media.type().startsWith("text/")) {
      String text = decoded(base64);
      out.object("source")
          .text("type", "text")
          .text("media_type", "text/plain")
          .text("data", text)
          .endObject();
    } else {
      source(out, media);
    }
    out.text("title", document.title());
  }

  private static void source(JsonWriter out, Media media) {
    out.object("source");
    if (media.base64() == null) {
      out.text("type", "url").text("url", media.url());
    } else {
      out.text("type", "base64").text("media_type", media.type()).text("data", media.base64());
    }
    out.endObject();
  }
}
