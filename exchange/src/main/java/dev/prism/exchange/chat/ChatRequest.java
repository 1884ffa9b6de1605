package dev.prism.exchange.chat;

import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a client asks of a model.
///
/// @param model    the name that the client gave
/// @param messages in their order, instructions among them
/// @param extras   wishes that are not about the answer's content
public record ChatRequest(
    String model,
    boolean stream,
    List<Message> messages,
    Tools tools,
    Sampling sampling,
    OutputFormat format,
    Reasoning reasoning,
    Extras extras) {
  public ChatRequest {
    messages = List.copyOf(messages);
  }

  /// The same conversation with other messages.
  public ChatRequest with(List<Message> others) {
    return new ChatRequest(model, stream, others, tools, sampling, format, reasoning, extras);
  }

  /// Whether a tool was called or answered in the conversation so far.
  public boolean hasToolHistory() {
    return hasAny(block -> block instanceof Block.ToolUse || block instanceof Block.ToolResult);
  }

  /// Whether an image says how closely it is to be looked at.
  public boolean hasDetail() {
    return hasAny(block -> block instanceof Block.Image(Media _, String detail) && detail != null
        && !detail.equals("auto"));
  }

  private boolean hasAny(Predicate<Block> kind) {
    for (Message message : messages) {
      if (message.hasAny(kind)) {
        return true;
      }
    }
    return false;
  }

  /// Whether words say what an answer in a form is for.
  public boolean describesFormat() {
    return format instanceof OutputFormat.Schema schema && schema.description() != null;
  }

  /// @param user          an opaque id of the end user
  /// @param serviceTier   in the client's words
  /// @param metadata      a JSON object of strings
  /// @param oldFunctions  whether the client speaks of `functions` rather than of tools, and wants the
  ///                      answer in those words
  /// @param unread        members of the request that the vocabulary has no place for
  public record Extras(
      @Nullable String user,
      @Nullable String serviceTier,
      @Nullable String metadata,
      boolean oldFunctions,
      List<String> unread) {
    public static final Extras NONE = new Extras(null, null, null, false, List.of());

    public Extras {
      unread = List.copyOf(unread);
    }
  }
}
