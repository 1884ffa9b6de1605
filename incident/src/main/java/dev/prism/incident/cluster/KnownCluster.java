package dev.prism.incident.cluster;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A cluster of one route as it is remembered from run to run. Belongs to the clustering thread.
final class KnownCluster {
  final String id;
  final @Nullable String signature;
  /// Of the last run that saw it, and those assigned since.
  final Set<String> members = new HashSet<>();
  List<String> exemplars = List.of();
  /// All members that it ever had.
  long total;
  /// The total when it was last told of, 0 for never.
  long told;
  long firstMicros;
  long seenMillis;

  KnownCluster(String id, @Nullable String signature) {
    this.id = id;
    this.signature = signature;
  }

  /// Takes the members of a run.
  void take(ClusterDraft draft, long nowMillis) {
    Set<String> ids = new HashSet<>();
    draft.members().forEach(member -> ids.add(member.id()));
    total += ids.stream().filter(id -> !members.contains(id)).count();
    members.clear();
    members.addAll(ids);
    exemplars = draft.representatives().stream().map(FailingTrace::text).toList();
    long first = draft.members().getFirst().startedMicros();
    firstMicros = firstMicros == 0 ? first : Math.min(first, firstMicros);
    seenMillis = nowMillis;
  }

  /// Takes one member between runs.
  void take(FailingTrace trace) {
    if (members.add(trace.id())) {
      total++;
    }
  }

  /// Whether it is new or has doubled since it was told of; remembers that it is told now.
  boolean isNews() {
    if (told > 0 && total < 2 * told) {
      return false;
    }
    told = total;
    return true;
  }
}
