package dev.prism.scanners;

import java.util.List;

/// What the rails of a stage decided about a text.
public sealed interface Verdict {
  /// Nothing that stops the exchange was found; findings may still have been flagged.
  record Allow() implements Verdict {}

  /// The text may go on once these spans are replaced.
  ///
  /// @param edits in order, without overlaps
  record Redact(List<Edit> edits) implements Verdict {
    public Redact {
      edits = List.copyOf(edits);
    }
  }

  /// The text must not go on.
  ///
  /// @param rail    the rail's name
  /// @param scanner whose vote decided
  /// @param rule    the type of finding, or `error`, `timeout`, `truncated`
  record Block(String rail, String scanner, String rule) implements Verdict {}

  /// A scanner failed, and its rail lets the text go on nevertheless. Nothing else stops it.
  ///
  /// @param edits that other scanners asked for
  record FailOpen(String rail, String scanner, String why, List<Edit> edits) implements Verdict {
    public FailOpen {
      edits = List.copyOf(edits);
    }
  }

  /// Replaces a span of a segment's original text by a typed placeholder, `[CREDIT_CARD_1]` for
  /// instance.
  record Edit(int segment, int start, int end, String placeholder) {}
}
