package dev.prism.scanners;

import dev.prism.exchange.RailVerdict;
import java.util.List;

/// What the rails of a stage say about a text.
///
/// @param verdict   what to do
/// @param entries   one for each scanner that found something or failed, for headers and the trace
/// @param findings  all that counted, for the trace; never the text
/// @param truncated whether some scanner stopped at its work budget
public record RailReport(
    Verdict verdict,
    List<RailVerdict> entries,
    List<Finding> findings,
    boolean truncated) {
  public static final RailReport NOTHING = new RailReport(new Verdict.Allow(), List.of(), List.of(),
      false);

  public RailReport {
    entries = List.copyOf(entries);
    findings = List.copyOf(findings);
  }

  /// Whether `x-prism-guardrail-triggered` is true.
  public boolean triggered() {
    return !entries.isEmpty();
  }
}
