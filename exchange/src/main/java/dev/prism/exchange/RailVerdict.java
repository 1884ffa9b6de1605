package dev.prism.exchange;

/// What a rail's scanner decided about an exchange; never the text that it matched.
///
/// @param rail    `input`, `retrieval` or `output`
/// @param scanner the scanner's name
/// @param action  `block`, `redact`, `flag`, `fail_open`, or `pass` when nothing was found
/// @param rule    the rule that decided, empty when the scanner has just one
/// @param score   0 to 1
/// @param micros  how long the scan took, in microseconds
/// @param hash    a keyed hash of what was matched, equal for equal text on one process; empty for none
public record RailVerdict(
    String rail,
    String scanner,
    String action,
    String rule,
    double score,
    long micros,
    String hash) {
  public RailVerdict(String rail, String scanner, String action, String rule, double score,
      long micros) {
    this(rail, scanner, action, rule, score, micros, "");
  }

  /// Whether there is anything to tell: found, failed or stopped.
  public boolean found() {
    return !action.equals("pass");
  }

  /// The form of `x-prism-guardrail`.
  public String header() {
    return rail + "/" + scanner + "/" + action;
  }
}
