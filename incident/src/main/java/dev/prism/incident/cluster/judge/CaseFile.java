package dev.prism.incident.cluster.judge;

import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.FailureCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A cluster with the traces of it that the judge may read. Nothing else is in its reach.
///
/// @param traces by trace id, representatives first
/// @param spans  by trace id
record CaseFile(
    FailureCluster cluster,
    Map<String, ScoredTrace> traces,
    Map<String, List<TraceSpan>> spans) {
  private static final int MOST_SPANS = 200;

  /// @param traces representatives first
  static CaseFile of(FailureCluster cluster, List<ScoredTrace> traces, SpanSource source) {
    Map<String, ScoredTrace> byId = new LinkedHashMap<>();
    Map<String, List<TraceSpan>> spans = new LinkedHashMap<>();
    for (ScoredTrace scored : traces) {
      String id = scored.trace().ids().traceId();
      byId.put(id, scored);
      List<TraceSpan> all = source.of(scored);
      spans.put(id, List.copyOf(all.subList(0, Math.min(MOST_SPANS, all.size()))));
    }
    return new CaseFile(cluster, byId, spans);
  }

  Optional<TraceSpan> span(String traceId, String spanId) {
    return spans.getOrDefault(traceId, List.of())
        .stream()
        .filter(span -> span.id().equals(spanId))
        .findFirst();
  }
}
