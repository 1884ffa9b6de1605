package dev.prism.evals.golden;

import java.time.Instant;
import java.util.List;

/// What a run of the gate came to.
///
/// @param judge     who graded by rubrics
/// @param startedAt when
/// @param millis    how long it took
public record EvalReport(List<EntryResult> results, String judge, Instant startedAt, long millis) {
  public EvalReport {
    results = List.copyOf(results);
  }

  /// Whether the gate is green: every entry passed, and there was one.
  public boolean passed() {
    return !results.isEmpty() && count(EntryResult.Verdict.PASSED) == results.size();
  }

  public long count(EntryResult.Verdict verdict) {
    return results.stream().filter(each -> each.verdict() == verdict).count();
  }
}
