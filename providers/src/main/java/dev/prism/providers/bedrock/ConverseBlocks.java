package dev.prism.providers.bedrock;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.chat.Message.Role;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.Arguments;
import dev.prism.providers.ToolIds;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes the messages of Converse: roles alternate, results of tools come first in their message, no
/// text is empty, and media are data. An address is refused: the gateway fetches nothing for a client.
final class ConverseBlocks {
  private static final Map<String, String> DOCUMENTS = Map.of("application/pdf", "pdf",
      "text/plain", "txt", "text/markdown", "md", "text/html", "html", "text/csv", "csv",
      "application/msword", "doc", "application/vnd.ms-excel", "xls",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");
  private final JsonWriter out;
  private final Set<String> names = new HashSet<>();
  private int documents;

  ConverseBlocks(JsonWriter out) {
    this.out = out;
  }

  void messages(ChatRequest request) throws Unsuited {
    out.array("messages");
    for (Message message : Message.turns(request.messages(), ConverseBlocks::isWritten)) {
      out.object()
          .text("role", message.role() == Role.USER ? "user" : "assistant")
          .array("content");
      write(resultsFirst(message.blocks()));
      out.endArray().endObject();
    }
    out.endArray();
    List<Block> system = new ArrayList<>();
    request.messages()
        .stream()
        .filter(message -> message.role() == Role.SYSTEM)
        .forEach(message -> system.addAll(message.blocks()));
    if (system.stream().anyMatch(ConverseBlocks::isWritten)) {
      out.array("system");
      write(system);
      out.endArray();
    }
  }

  private static List<Block> resultsFirst(List<Block> blocks) {
    List<Block> ordered = new ArrayList<>(blocks.size());
    blocks.stream().filter(Block.ToolResult.class::isInstance).forEach(ordered::add);
    blocks.stream().filter(block -> !(block instanceof Block.ToolResult)).forEach(ordered::add);
    return ordered;
  }

  private static boolean isWritten(Block block) {
    return switch (block) {
      case Block.Text(String text) -> !text.isBlank();
      case Block.Refusal(String text) -> !text.isBlank();
      case Block.Thinking(String _, String signature) -> !signature.isEmpty();
      case Block.Image _,Block.Document _,Block.Audio _,Block.ToolUse _,Block.ToolResult _,Block.RedactedThinking _,Block.CachePoint _ ->
        true;
      case Block.Opaque _ -> false;
    };
  }

  private void write(List<Block> blocks) throws Unsuited {
    boolean said = false;
    boolean documented = false;
    for (Block block : blocks) {
      if (isWritten(block)) {
        out.object();
        block(block);
        out.endObject();
        said |= block instanceof Block.Text;
        documented |= block instanceof Block.Document;
      }
    }
    if (documented && !said) {
      // A document must not stand alone.
      out.object().text("text", "The document is attached.").endObject();
    }
  }

  private void block(Block block) throws Unsuited {
    switch (block) {
      case Block.Text(String text) -> out.text("text", text);
      case Block.Refusal(String text) -> out.text("text", text);
      case Block.Image image -> media("image", ending(image.media()), null, image.media());
      case Block.Document document -> document(document);
      case Block.Audio audio -> media("audio", audio.media().subtype(), null, audio.media());
      case Block.ToolUse use -> out.object("toolUse")
          .text("toolUseId", ToolIds.BEDROCK.fit(use.id()))
          .text("name", use.name())
          .raw("input", Arguments.object(use.arguments()))
          .endObject();
      case Block.ToolResult result -> result(result);
      case Block.Thinking(String text, String signature) -> out.object("reasoningContent")
          .object("reasoningText")
          .text("text", text)
          .text("signature", signature)
          .endObject()
          .endObject();
      case Block.RedactedThinking(String data) ->
        out.object("reasoningContent").text("redactedContent", data).endObject();
      case Block.CachePoint point -> point(point, out);
      case Block.Opaque _ -> {
      }
    }
  }

  static void point(Block.CachePoint point, JsonWriter out) {
    out.object("cachePoint").text("type", "default").text("ttl", point.ttl()).endObject();
  }

  private void result(Block.ToolResult result) throws Unsuited {
    out.object("toolResult")
        .text("toolUseId", ToolIds.BEDROCK.fit(result.id()))
        .text("status", result.isError() ? "error" : null)
        .array("content");
    boolean any = false;
    for (Block block : result.content()) {
      if (isWritten(block) && !(block instanceof Block.CachePoint)) {
        any = true;
        out.object();
        block(block);
        out.endObject();
      }
    }
    if (!any) {
      out.object().text("text", "(empty)").endObject();
    }
    out.endArray().endObject();
  }

  /// What a type says behind its slash, or an address behind its last dot.
  private static String ending(Media media) {
    String url = media.url();
    return url == null || !media.type().isEmpty()
        ? media.subtype()
        : url.substring(url.lastIndexOf('.') + 1);
  }

  private void document(Block.Document document) throws Unsuited {
    Media media = document.media();
    String format = media.type().isEmpty() ? ending(media) : DOCUMENTS.get(media.type());
    if (format == null) {
      throw Unsuited.cannot("messages", "This target does not take a document of this type.");
    }
    media("document", format, name(document.title()), document.media());
  }

  /// Letters, digits, single spaces and a few signs; a name must not repeat.
  private String name(@Nullable String title) {
    StringBuilder name = new StringBuilder();
    for (char c : (title == null ? "document" : title).toCharArray()) {
      boolean fits = ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= '0' && c <= '9')
          || "-()[]".indexOf(c) >= 0;
      boolean space = name.isEmpty() || name.charAt(name.length() - 1) == ' ';
      if (fits || !space) {
        name.append(fits ? c : ' ');
      }
    }
    String fitting = name.toString().strip();
    return title != null && !fitting.isEmpty() && names.add(fitting)
        ? fitting
        : fitting + " " + ++documents;
  }

  private void media(String kind, String format, @Nullable String name, Media media)
      throws Unsuited {
    String url = media.url();
    boolean stored = url != null && url.startsWith("s3://");
    if (url != null && !stored) {
      throw Unsuited.cannot("messages",
          "This target takes media as data or out of S3, and the gateway fetches no addresses.");
    }
    out.object(kind)
        .text("format", format.equals("jpg") ? "jpeg" : format)
        .text("name", name)
        .object("source");
    if (stored) {
      out.object("s3Location").text("uri", url).endObject();
    } else {
      out.text("bytes", media.base64());
    }
    out.endObject().endObject();
  }
}
