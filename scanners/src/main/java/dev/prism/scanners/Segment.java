package dev.prism.scanners;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One piece of text that is scanned by itself.
///
/// @param path   where it stands, `messages[2].content` for instance
/// @param from   the first byte of its JSON string in the body, the quote included; -1 without a body
/// @param to     the byte behind its JSON string; -1 without a body
/// @param tenant whom a retrieved chunk belongs to, when it says so
/// @param within where it lies in another segment, when it is a chunk of that one
/// @param cut    whether it has been cut into chunks, which are segments of their own
public record Segment(
    String text,
    Kind kind,
    String path,
    int from,
    int to,
    @Nullable String tenant,
    @Nullable Within within,
    boolean cut) {
  public Segment {
    Objects.requireNonNull(text);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(path);
  }

  public Segment(String text, Kind kind, String path, int from, int to, @Nullable String tenant) {
    this(text, kind, path, from, to, tenant, null, false);
  }

  public Segment(String text, Kind kind, String path) {
    this(text, kind, path, -1, -1, null);
  }

  /// A place in another segment.
  ///
  /// @param segment its index
  /// @param offset  the first unit there, -1 when it stands there in another form
  public record Within(int segment, int offset) {}

  /// The index of the segment that it is a chunk of, -1 for none.
  int parent() {
    return within == null ? -1 : within.segment();
  }

  /// The same text as another kind.
  public Segment as(Kind other) {
    return new Segment(text, other, path, from, to, tenant, within, cut);
  }

  /// What a piece of text is, and so who wrote it.
  public enum Kind {
    SYSTEM, USER, ASSISTANT, TOOL_ARGUMENT, TOOL_RESULT, RETRIEVED, TOOL_DEFINITION, REASONING;

    /// Whether the text came from outside the conversation: nobody in it speaks with authority.
    public boolean isRetrieved() {
      return this == TOOL_RESULT || this == RETRIEVED;
    }
  }
}
