package dev.prism.exchange;

/// What a rail's scanner decided about an exchange; never the text that it matched.
///
/// @param rail    `input`, `retrieval` or `output`
/// @param scanner the scanner's name
/// @param action  `block`, `redact`, `flag` or `fail_open`
/// @param rule    the rule that decided, empty when the scanner has just one
/// @param score   0 to 1
/// @param micros  how long the scan took, in microseconds
public record RailVerdict(
    String rail,
    String scanner,
    String action,
    String rule,
    double score,
    long micros) {
  /// The form of `x-prism-guardrail`.
  public String header() {
    return rail + "/" + scanner + "/" + action;
  }
}
