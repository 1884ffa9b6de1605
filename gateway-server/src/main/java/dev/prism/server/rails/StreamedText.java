package dev.prism.server.rails;

import dev.prism.scanners.Segment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One text of a streamed reply, over all its events: what has come of it, and which pieces wait for the
/// decision on their part of it.
final class StreamedText {
  private final StringBuilder all = new StringBuilder();
  private final Deque<TextPiece> waiting = new ArrayDeque<>();
  private final Segment.Kind kind;
  private long decided;

  StreamedText(Segment.Kind kind) {
    this.kind = kind;
  }

  void add(TextPiece piece) {
    all.append(piece.segment().text());
    waiting.add(piece);
  }

  /// Decides everything up to a place.
  ///
  /// @param by what goes out instead, null for the text as it is
  void decide(long upTo, @Nullable String by) {
    String instead = by == null ? "" : by;
    while (decided < upTo) {
      TextPiece piece = waiting.getFirst();
      int units = (int) Math.min(upTo - decided, piece.left());
      if (by == null) {
        piece.pass(units);
      } else {
        piece.replace(units, instead);
        instead = "";
      }
      decided += units;
      if (piece.left() == 0) {
        waiting.removeFirst();
      }
    }
  }

  /// What lies between two places of it.
  String between(long from, long to) {
    return all.substring((int) from, (int) to);
  }

  long decided() {
    return decided;
  }

  int length() {
    return all.length();
  }

  Segment segment(String path) {
    return new Segment(all.toString(), kind, path);
  }

  Segment.Kind kind() {
    return kind;
  }
}
