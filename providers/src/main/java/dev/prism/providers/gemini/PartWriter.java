package dev.prism.providers.gemini;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Arguments;
import dev.prism.providers.Unsuited;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the contents of a conversation. A function's response names the function, which other dialects
/// leave to the id, so names are looked up.
final class PartWriter {
  /// Gemini 3 refuses a call that comes back without its signature, unless it is this text.
  private static final String NO_SIGNATURE = "skip_thought_signature_validator";
  private static final Map<String, String> TYPES = Map.of("png", "image/png", "jpg", "image/jpeg",
      "jpeg", "image/jpeg", "webp", "image/webp", "gif", "image/gif", "pdf", "application/pdf");
  private final boolean signs;
  private final JsonWriter out;
  private final Map<String, String> names = new HashMap<>();

  PartWriter(String model, JsonWriter out) {
    signs = model.contains("gemini-3");
    this.out = out;
  }

  void contents(List<Message> messages) throws Unsuited {
    out.array("contents");
    for (Message turn : Message.turns(messages, PartWriter::isWritten)) {
      out.object().text("role", turn.role() == Role.USER ? "user" : "model").array("parts");
      boolean first = true;
      for (Block block : turn.blocks()) {
        part(block, first);
        first &= !(block instanceof Block.ToolUse);
      }
      out.endArray().endObject();
    }
    out.endArray();
  }

  private static String typeOf(String url, String usual) {
    int end = url.indexOf('?') < 0 ? url.length() : url.indexOf('?');
    return TYPES.getOrDefault(url.substring(url.lastIndexOf('.', end) + 1, end), usual);
  }

  private static boolean isWritten(Block block) {
    return switch (block) {
      case Block.Text(String text) -> !text.isEmpty();
      case Block.Refusal(String text) -> !text.isEmpty();
      case Block.Image _,Block.Document _,Block.Audio _,Block.ToolUse _,Block.ToolResult _ -> true;
      case Block.Thinking _,Block.RedactedThinking _,Block.CachePoint _,Block.Opaque _ -> false;
    };
  }

  /// @param first whether no call has been written in this turn yet: only the first bears a signature
  private void part(Block block, boolean first) throws Unsuited {
    if (!isWritten(block)) {
      return;
    }
    switch (block) {
      case Block.Text(String text) -> out.object().text("text", text).endObject();
      case Block.Refusal(String text) -> out.object().text("text", text).endObject();
      case Block.Image image -> media(image.media(), "image/jpeg");
      case Block.Document document -> media(document.media(), "application/pdf");
      case Block.Audio audio -> media(audio.media(), "audio/wav");
      case Block.ToolUse use -> call(use, first);
      case Block.ToolResult result -> result(result);
      case Block.Thinking _,Block.RedactedThinking _,Block.CachePoint _,Block.Opaque _ -> {
      }
    }
  }

  private void call(Block.ToolUse use, boolean first) throws Unsuited {
    names.put(use.id(), use.name());
    out.object()
        .object("functionCall")
        .text("id", use.id().isEmpty() ? null : use.id())
        .text("name", use.name())
        .raw("args", Arguments.object(use.arguments()))
        .endObject();
    String signature = use.signature();
    out.text("thoughtSignature", signature == null && signs && first ? NO_SIGNATURE : signature);
    out.endObject();
  }

  private void result(Block.ToolResult result) throws Unsuited {
    String text = result.text();
    out.object()
        .object("functionResponse")
        .text("id", result.id().isEmpty() ? null : result.id())
        .text("name", names.getOrDefault(result.id(), result.id()));
    if (!result.isError() && Arguments.isObject(text.strip())) {
      out.raw("response", text.strip());
    } else {
      out.object("response").text(result.isError() ? "error" : "result", text).endObject();
    }
    out.endObject().endObject();
    for (Block block : result.content()) {
      if (!(block instanceof Block.Text)) {
        part(block, false);
      }
    }
  }

  /// @param usual the type of an address that does not tell it; one must be named
  private void media(Media media, String usual) {
    out.object();
    String url = media.url();
    if (url != null) {
      out.object("fileData")
          .text("mimeType", media.type().isEmpty() ? typeOf(url, usual) : media.type())
          .text("fileUri", url)
          .endObject();
    } else {
      out.object("inlineData")
          .text("mimeType", media.type())
          .text("data", media.base64())
          .endObject();
    }
    out.endObject();
  }
}
