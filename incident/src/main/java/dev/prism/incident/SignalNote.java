package dev.prism.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an incident keeps of a [Signal].
///
/// @param kind          `score_drop`, `check_failing`, `clustered`, `escalation` or `judge_changed`
/// @param onsetMillis   when it seems to have begun, milliseconds since the epoch
/// @param target        whose answers fail, null when unknown
/// @param promptVersion of that target, null for none
/// @param model         that the provider reported, null when unknown
/// @param cohort        `attribute=value`, null for all of the route's traffic
/// @param rubric        that speaks against the answers, null when none was named
/// @param reason        the code of a check, a cluster's subtype, a ticket's tag; the cause's signature
/// @param failing       exchanges that failed, 0 when unknown
/// @param of            exchanges looked at, 0 when unknown
/// @param points        by which the mean has dropped, of 0 to 100; 0 when nothing was measured
/// @param cluster       its id, null for none
/// @param sessionId     of the customer who complained, null for none
/// @param traceIds      at most 100, worst first
/// @param text          in words, without anything from the traces' own texts
public record SignalNote(
    String kind,
    long atMillis,
    long onsetMillis,
    @Nullable String target,
    @Nullable String promptVersion,
    @Nullable String model,
    @Nullable String cohort,
    @Nullable String rubric,
    String reason,
    long failing,
    long of,
    double points,
    @Nullable String cluster,
    @Nullable String sessionId,
    List<String> traceIds,
    String text) {
  static final int MOST_TRACES = 100;

  public SignalNote {
    traceIds = traceIds.stream().limit(MOST_TRACES).toList();
  }
}
