package dev.prism.scanners;

import java.util.ArrayList;
import java.util.List;

/// The text of one request or reply, in its order.
///
/// @param complete false when there was more text than the extractor may take, or some that it cannot read
/// @param echoes   places in the body that say the same text again in another form, token by token; they
///                 go when the text is changed
public record ScanText(List<Segment> segments, boolean complete, List<Echo> echoes) {
  public static final ScanText NOTHING = new ScanText(List.of(), true);

  public ScanText {
    segments = List.copyOf(segments);
    echoes = List.copyOf(echoes);
  }

  public ScanText(List<Segment> segments, boolean complete) {
    this(segments, complete, List.of());
  }

  /// A JSON value in the body.
  public record Echo(int from, int to) {}

  /// A text that is one message.
  public static ScanText of(String text, Segment.Kind kind) {
    return new ScanText(List.of(new Segment(text, kind, "")), true);
  }

  /// The same text and one more piece.
  public ScanText with(Segment segment) {
    List<Segment> more = new ArrayList<>(segments);
    more.add(segment);
    return new ScanText(more, complete, echoes);
  }

  /// The same text with what stands at these paths, or below them, counted as retrieved.
  public ScanText retrievedAt(List<String> paths) {
    if (paths.isEmpty()) {
      return this;
    }
    return new ScanText(segments.stream().map(segment -> {
      boolean named = paths.stream().anyMatch(path -> isAt(segment.path(), path));
      return named && !segment.kind().isRetrieved() ? segment.as(Segment.Kind.RETRIEVED) : segment;
    }).toList(), complete, echoes);
  }

  private static boolean isAt(String path, String wanted) {
    return path.startsWith(wanted)
        && (path.length() == wanted.length() || ".[".indexOf(path.charAt(wanted.length())) >= 0);
  }

  /// Whether every edit has a place in the body that the text was taken from.
  public boolean canEdit(List<Verdict.Edit> edits) {
    return edits.stream().allMatch(edit -> segments.get(edit.segment()).from() >= 0);
  }

  public int length() {
    int length = 0;
    for (Segment segment : segments) {
      length += segment.text().length();
    }
    return length;
  }
}
