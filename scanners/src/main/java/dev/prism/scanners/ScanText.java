package dev.prism.scanners;

import java.util.List;

/// The text of one request or reply, in its order.
///
/// @param complete false when there was more text than the extractor may take
public record ScanText(List<Segment> segments, boolean complete) {
  public static final ScanText NOTHING = new ScanText(List.of(), true);

  public ScanText {
    segments = List.copyOf(segments);
  }

  /// A text that is one message.
  public static ScanText of(String text, Segment.Kind kind) {
    return new ScanText(List.of(new Segment(text, kind, "")), true);
  }

  public int length() {
    int length = 0;
    for (Segment segment : segments) {
      length += segment.text().length();
    }
    return length;
  }
}
