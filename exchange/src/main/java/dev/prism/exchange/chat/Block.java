package dev.prism.exchange.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A piece of a message. The order of the pieces is part of what was said.
public sealed interface Block {
  record Text(String text) implements Block {}

  /// @param detail how closely to look, in OpenAI's words
  record Image(Media media, @Nullable String detail) implements Block {}

  record Document(Media media, @Nullable String title) implements Block {}

  record Audio(Media media) implements Block {}

  /// A tool is called.
  ///
  /// @param arguments a JSON object as the model wrote it; the empty text stands for an empty object
  /// @param signature what the provider must get back with the call, opaque
  record ToolUse(String id, String name, String arguments, @Nullable String signature)
      implements
        Block {}

  /// What a tool gave back.
  ///
  /// @param id      of the call
  /// @param content texts, images and documents
  record ToolResult(String id, List<Block> content, boolean isError) implements Block {
    public ToolResult {
      content = List.copyOf(content);
    }

    /// The texts in it, joined.
    public String text() {
      StringBuilder text = new StringBuilder();
      for (Block block : content) {
        if (block instanceof Text(String more)) {
          text.append(more);
        }
      }
      return text.toString();
    }
  }

  /// What a model thought.
  ///
  /// @param signature by which its provider knows that it is unchanged; empty where there is none
  record Thinking(String text, String signature) implements Block {}

  /// What a model thought, readable to its provider alone.
  record RedactedThinking(String data) implements Block {}

  record Refusal(String text) implements Block {}

  /// All that comes before may be kept in the provider's cache.
  ///
  /// @param ttl `5m`, `1h`, or null for the provider's own choice
  record CachePoint(@Nullable String ttl) implements Block {}

  /// A block of one dialect that no other has; it goes back as it came, or not at all.
  record Opaque(String type, String json) implements Block {}
}
