package dev.prism.server.rails;

import dev.prism.scanners.Segment;

/// A string of a guarded event: a piece of a text that goes on in other events, or a whole one. Decided
/// from its beginning on; what has been decided of it is what the client gets.
final class TextPiece {
  private final StreamEvent event;
  private final int choice;
  private final String field;
  private final boolean continued;
  private final Segment segment;
  private final StringBuilder out = new StringBuilder();
  private int decided;
  private boolean changed;

  TextPiece(StreamEvent event, int choice, String field, boolean continued, Segment segment) {
    this.event = event;
    this.choice = choice;
    this.field = field;
    this.continued = continued;
    this.segment = segment;
  }

  int choice() {
    return choice;
  }

  /// Equal for pieces of the same text.
  String field() {
    return field;
  }

  boolean isContinued() {
    return continued;
  }

  Segment segment() {
    return segment;
  }

  StreamEvent event() {
    return event;
  }

  /// How much of it waits.
  int left() {
    return segment.text().length() - decided;
  }

  /// The next units may go out as they are.
  void pass(int units) {
    out.append(segment.text(), decided, decided + units);
    advance(units);
  }

  /// The next units go out as this.
  void replace(int units, String by) {
    out.append(by);
    changed = true;
    advance(units);
  }

  private void advance(int units) {
    decided += units;
    if (left() == 0) {
      event.decided();
    }
  }

  boolean isChanged() {
    return changed;
  }

  String text() {
    return out.toString();
  }
}
