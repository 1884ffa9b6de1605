package dev.prism.providers;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Tools;
import dev.prism.exchange.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Room for a request as a provider's dialect has it, so that it is not copied while it grows.
public final class RequestRoom {
  /// In characters: what surrounds the texts, and what surrounds each.
  private static final int FRAME = 1024;
  private static final int EACH = 64;
  /// What is longer grows as it is written: many small pieces come to less than is guessed.
  private static final int MOST = 1 << 20;
  /// One character in so many is written as two.
  private static final int ESCAPES = 16;

  private RequestRoom() {}

  /// A writer with room for most requests that say so much.
  public static JsonWriter writer(ChatRequest request) {
    long room = FRAME;
    for (Message message : request.messages()) {
      room += EACH + of(message.blocks());
    }
    for (Tools.Tool tool : request.tools().list()) {
      String schema = tool.schema();
      room += EACH + tool.description().length() + (schema == null ? 0 : schema.length());
    }
    return new JsonWriter(new StringBuilder((int) Math.min(room, MOST)));
  }

  private static long of(List<Block> blocks) {
    long room = 0;
    for (Block block : blocks) {
      room += EACH + switch (block) {
        case Block.Text(String text) -> text.length() + text.length() / ESCAPES;
        case Block.ToolUse use -> use.arguments().length() + use.arguments().length() / ESCAPES;
        case Block.ToolResult result -> of(result.content());
        case Block.Image image -> length(image.media().base64());
        case Block.Document document -> length(document.media().base64());
        case Block.Audio audio -> length(audio.media().base64());
        case Block.Refusal _,Block.Thinking _,Block.RedactedThinking _,Block.CachePoint _,Block.Opaque _ ->
          0;
      };
    }
    return room;
  }

  private static int length(@Nullable String base64) {
    return base64 == null ? 0 : base64.length();
  }
}
