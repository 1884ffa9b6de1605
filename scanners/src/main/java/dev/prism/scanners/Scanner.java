package dev.prism.scanners;

/// Finds one kind of thing in text.
///
/// A scanner is immutable and called by many threads at once, always inline: it must not block, and its
/// work must be bounded by the length of the text. One that throws counts as its rail's `on-error` says.
/// Rails call scanners in the order in which they list them; no scanner sees another's findings.
public interface Scanner {
  /// The name in configuration, headers, traces and metrics.
  String name();

  /// Reports what is in the subject's text.
  void scan(Subject subject, Findings findings);

  /// Whether findings lie at exact places, so that a stream can hold them back and text can be redacted.
  /// A scanner that judges a text as a whole says no; on a stream it runs at sentence ends and at the end.
  default boolean findsSpans() {
    return true;
  }
}
