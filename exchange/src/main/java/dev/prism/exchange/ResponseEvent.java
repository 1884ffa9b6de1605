package dev.prism.exchange;

import org.jspecify.annotations.Nullable;

/// What a provider says while it answers, in the order in which it says it, whatever its dialect. A
/// reply that is not a stream gives the same events at once.
public sealed interface ResponseEvent {
  /// True when the client can see a part of the answer in it: after such an event no other target can
  /// take over unnoticed.
  default boolean bearsContent() {
    return switch (this) {
      case TextDelta _,ReasoningDelta _,RefusalDelta _,ToolCallDelta _,Citation _,Other _ -> true;
      case Head _,Finish _,Usage _,Failed _,End _ -> false;
    };
  }

  /// The answer has an id and a model; nothing of it has been said yet.
  record Head(String id, String model) implements ResponseEvent {}

  record TextDelta(int choice, String text) implements ResponseEvent {}

  record ReasoningDelta(int choice, String text) implements ResponseEvent {}

  record RefusalDelta(int choice, String text) implements ResponseEvent {}

  /// A piece of a tool call; id and name come with its first piece.
  record ToolCallDelta(
      int choice,
      int index,
      @Nullable String id,
      @Nullable String name,
      String arguments) implements ResponseEvent {}

  /// A page that a part of the text rests upon. Comes behind that part, or before all text where its provider
  /// does not say which part it is.
  ///
  /// @param url   of the page
  /// @param title empty when it has none
  /// @param cited what the page says, empty when that is not told
  /// @param start the first character (code point) in all text of the choice, -1 when that is not told
  /// @param end   behind the last character, -1 when that is not told
  record Citation(int choice, String url, String title, String cited, int start, int end)
      implements
        ResponseEvent {}

  /// Content that the vocabulary has no name for (audio, an image, an embedding), or that only its
  /// provider can read and must get back.
  ///
  /// @param call  the index of the tool call that it belongs to, -1 when it belongs to none
  /// @param value what goes back, opaque; empty for media
  record Other(int choice, Kind kind, int call, String value) implements ResponseEvent {
    /// `SIGNATURE` belongs to the thought before it, or to a tool call; `REDACTED_THOUGHT` is one.
    public enum Kind {
      MEDIA, SIGNATURE, REDACTED_THOUGHT
    }

    public Other(int choice) {
      this(choice, Kind.MEDIA, -1, "");
    }
  }

  /// A choice is complete; the reason is in the provider's own words.
  record Finish(int choice, String reason) implements ResponseEvent {}

  /// The usage so far: a later one replaces an earlier one.
  ///
  /// @param reported what the provider itself says that it charges, null when it does not say
  record Usage(TokenUsage usage, @Nullable Cost reported) implements ResponseEvent {
    public Usage(TokenUsage usage) {
      this(usage, null);
    }
  }

  /// The provider says that it failed, within a reply that began well.
  record Failed(String code, String message) implements ResponseEvent {}

  /// The dialect's own end marker, `[DONE]` for instance.
  record End() implements ResponseEvent {}
}
