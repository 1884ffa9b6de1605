package dev.prism.providers.openai;

import dev.prism.exchange.chat.Block;
import dev.prism.exchange.chat.Media;
import dev.prism.exchange.chat.Message;
import dev.prism.exchange.json.JsonWriter;
import dev.prism.providers.CachePoints;
import dev.prism.providers.ToolIds;
import dev.prism.providers.Unsuited;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the messages of a chat: each result of a tool as a message of its own, and behind them what the
/// user said, and what of a result is no text.
final class MessageWriter {
  private final Preset preset;
  private final ToolIds ids;
  private final JsonWriter out;

  MessageWriter(Preset preset, JsonWriter out) {
    this.preset = preset;
    this.out = out;
    ids = preset.callIds();
  }

  void write(Message message) throws Unsuited {
    switch (message.role()) {
      case SYSTEM -> plain("system", message.blocks());
      case USER -> user(message.blocks());
      case ASSISTANT -> assistant(message.blocks());
    }
  }

  private void user(List<Block> blocks) throws Unsuited {
    List<Block> rest = new ArrayList<>();
    for (Block block : blocks) {
      if (block instanceof Block.ToolResult result) {
        result(result);
        result.content().stream().filter(part -> !(part instanceof Block.Text)).forEach(rest::add);
      } else {
        rest.add(block);
      }
    }
    plain("user", rest);
  }

  private void result(Block.ToolResult result) {
    out.object().text("role", "tool").text("tool_call_id", ids.fit(result.id()));
    List<Block> content = result.content();
    if (preset.cachePoints() && !result.isError()
        && content.stream().anyMatch(Block.CachePoint.class::isInstance)) {
      out.array("content");
      for (int i = 0; i < content.size(); i++) {
        if (content.get(i) instanceof Block.Text(String text)) {
          textPart(text, i + 1 < content.size() ? content.get(i + 1) : null);
        }
      }
      out.endArray();
    } else {
      out.text("content", result.isError() ? "Error: " + result.text() : result.text());
    }
    out.endObject();
  }

  private void plain(String role, List<Block> blocks) throws Unsuited {
    List<Block> said = new ArrayList<>(blocks.size());
    for (Block block : blocks) {
      if (!(block instanceof Block.CachePoint || block instanceof Block.Opaque)) {
        said.add(block);
      }
    }
    if (said.isEmpty()) {
      return;
    }
    out.object().text("role", role);
    boolean points = preset.cachePoints() && said.size() < blocks.size();
    if (said.size() == 1 && !points && said.getFirst() instanceof Block.Text(String text)) {
      out.text("content", text);
    } else {
      out.array("content");
      for (int i = 0; i < blocks.size(); i++) {
        Block next = points && i + 1 < blocks.size() ? blocks.get(i + 1) : null;
        part(blocks.get(i), next);
      }
      out.endArray();
    }
    out.endObject();
  }

  /// @param next what stands behind it, when cache points are written
  private void part(Block block, @Nullable Block next) throws Unsuited {
    switch (block) {
      case Block.Text(String text) -> textPart(text, next);
      case Block.Refusal(String text) -> textPart(text, next);
      case Block.Image image -> out.object()
          .text("type", "image_url")
          .object("image_url")
          .text("url", image.media().asUrl())
          .text("detail", image.detail())
          .endObject()
          .endObject();
      case Block.Audio audio -> audio(audio.media());
      case Block.Document document -> document(document);
      case Block.ToolUse _,Block.ToolResult _,Block.Thinking _,Block.RedactedThinking _,Block.CachePoint _,Block.Opaque _ ->
        {
        }
    }
  }

  private void textPart(String text, @Nullable Block next) {
    out.object().text("type", "text").text("text", text);
    CachePoints.write(next, out);
    out.endObject();
  }

  private void audio(Media media) throws Unsuited {
    out.object().text("type", "input_audio");
    switch (preset.audio()) {
      case OBJECT -> out.object("input_audio")
          .text("data", media.base64())
          .text("format", media.subtype())
          .endObject();
      case TEXT -> out.text("input_audio", media.base64());
      case NO -> throw Unsuited.cannot("messages", "This target does not take audio.");
    }
    out.endObject();
  }

  private void document(Block.Document document) throws Unsuited {
    String title = document.title();
    if (preset.documents() == Preset.Documents.ADDRESS) {
      out.object()
          .text("type", "document_url")
          .text("document_url", document.media().asUrl())
          .text("document_name", title)
          .endObject();
      return;
    }
    if (preset.documents() == Preset.Documents.NO || document.media().url() != null) {
      throw Unsuited.cannot("messages",
          preset.documents() == Preset.Documents.NO
              ? "This target does not take documents."
              : "This target takes documents as data only, not by address.");
    }
    out.object()
        .text("type", "file")
        .object("file")
        .text("filename", title == null ? "document" : title)
        .text("file_data", document.media().asUrl())
        .endObject()
        .endObject();
  }

  private void assistant(List<Block> blocks) {
    List<String> texts = new ArrayList<>(1);
    List<String> thoughts = new ArrayList<>();
    List<Block.ToolUse> calls = new ArrayList<>();
    for (Block block : blocks) {
      switch (block) {
        case Block.Text(String more) -> texts.add(more);
        case Block.Refusal(String more) -> texts.add(more);
        case Block.Thinking(String more, String _) -> thoughts.add(more);
        case Block.ToolUse use -> calls.add(use);
        case Block.Image _,Block.Document _,Block.Audio _,Block.ToolResult _,Block.RedactedThinking _,Block.CachePoint _,Block.Opaque _ ->
          {
          }
      }
    }
    String text = joined(texts);
    if (text.isEmpty() && calls.isEmpty()) {
      return;
    }
    out.object().text("role", "assistant");
    if (text.isEmpty()) {
      out.raw("content", "null");
    } else {
      out.text("content", text);
    }
    switch (preset.thoughtsBack()) {
      case NO -> {
      }
      case TEXT -> {
        String thought = joined(thoughts);
        out.text("reasoning_content", thought.isEmpty() ? null : thought);
      }
      case DETAILS -> details(blocks);
    }
    calls(calls);
    out.endObject();
  }

  private static String joined(List<String> parts) {
    return parts.size() == 1 ? parts.getFirst() : String.join("", parts);
  }

  /// Thoughts as OpenRouter gives them out and takes them back.
  private void details(List<Block> blocks) {
    if (blocks.stream()
        .noneMatch(b -> b instanceof Block.Thinking || b instanceof Block.RedactedThinking)) {
      return;
    }
    out.array("reasoning_details");
    for (Block block : blocks) {
      if (block instanceof Block.Thinking(String text, String signature)) {
        out.object()
            .text("type", "reasoning.text")
            .text("text", text)
            .text("signature", signature.isEmpty() ? null : signature)
            .endObject();
      } else if (block instanceof Block.RedactedThinking(String data)) {
        out.object().text("type", "reasoning.encrypted").text("data", data).endObject();
      }
    }
    out.endArray();
  }

  private void calls(List<Block.ToolUse> calls) {
    if (calls.isEmpty()) {
      return;
    }
    out.array("tool_calls");
    for (Block.ToolUse call : calls) {
      out.object()
          .text("id", ids.fit(call.id()))
          .text("type", "function")
          .object("function")
          .text("name", call.name())
          .text("arguments", call.arguments().isBlank() ? "{}" : call.arguments())
          .endObject()
          .endObject();
    }
    out.endArray();
  }
}
