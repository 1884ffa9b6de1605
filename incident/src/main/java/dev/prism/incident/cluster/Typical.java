package dev.prism.incident.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The most typical of some traces: those whose terms most of the others have too.
final class Typical {
  static final int MOST = 5;

  private Typical() {}

  /// At most five, most typical first, of different texts while there are any.
  static List<FailingTrace> of(List<FailingTrace> traces) {
    Map<String, Integer> counts = new HashMap<>();
    for (FailingTrace trace : traces) {
      new HashSet<>(Terms.of(trace.text())).forEach(term -> counts.merge(term, 1, Integer::sum));
    }
    Map<FailingTrace, Double> typical = new HashMap<>();
    for (FailingTrace trace : traces) {
      typical.put(trace,
          new HashSet<>(Terms.of(trace.text())).stream()
              .mapToDouble(term -> counts.getOrDefault(term, 0))
              .average()
              .orElse(0));
    }
    List<FailingTrace> order = traces.stream()
        .sorted(Comparator.comparingDouble((FailingTrace t) -> -typical.getOrDefault(t, 0.0))
            .thenComparing(FailingTrace::id))
        .toList();
    return different(order);
  }

  private static List<FailingTrace> different(List<FailingTrace> order) {
    Set<String> texts = new HashSet<>();
    List<FailingTrace> chosen = new ArrayList<>();
    List<FailingTrace> repeats = new ArrayList<>();
    for (FailingTrace trace : order) {
      (texts.add(trace.text()) ? chosen : repeats).add(trace);
    }
    chosen.addAll(repeats);
    return List.copyOf(chosen.subList(0, Math.min(MOST, chosen.size())));
  }
}
