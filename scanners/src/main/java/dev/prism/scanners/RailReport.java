package dev.prism.scanners;

import dev.prism.exchange.RailVerdict;
import java.util.List;

/// What the rails of a stage say about a text.
///
/// @param verdict   what to do
/// @param entries   one for each scanner that found something or failed, for headers and the trace
/// @param findings  all that counted, for the trace; never the text
/// @param truncated whether some scanner stopped at its work budget
/// @param times     of every scanner that looked
public record RailReport(
    Verdict verdict,
    List<RailVerdict> entries,
    List<Finding> findings,
    boolean truncated,
    List<ScanTime> times) {
  public static final RailReport NOTHING = clean(List.of());

  public RailReport {
    entries = List.copyOf(entries);
    findings = List.copyOf(findings);
    times = List.copyOf(times);
  }

  static RailReport clean(List<ScanTime> times) {
    return new RailReport(new Verdict.Allow(), List.of(), List.of(), false, times);
  }

  RailReport timed(List<ScanTime> taken) {
    return new RailReport(verdict, entries, findings, truncated, taken);
  }

  /// Whether `x-prism-guardrail-triggered` is true.
  public boolean triggered() {
    return !entries.isEmpty();
  }
}
