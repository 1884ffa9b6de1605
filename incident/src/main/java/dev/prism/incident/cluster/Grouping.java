package dev.prism.incident.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One run over one route's window, in the order of how much each step knows: traces with one deterministic
/// cause; then traces of one cohort that fails far more than it passes; then traces whose texts are alike, and more common
/// among failing traces than among passing ones.
/// The result does not depend on the order of the traces.
final class Grouping {
  /// Changes when the same traces would be grouped differently; ids of two versions never compare.
  static final String VERSION = "1";
  private final ClusterSettings settings;

  Grouping(ClusterSettings settings) {
    this.settings = settings;
  }

  /// @param drafts  largest first
  /// @param space   that the texts were placed in, null when the run needed none
  /// @param texts   groups of texts, those about usual topics too: what a share of 0.4 is to be read beside
  /// @param rescued traces that joined a group of texts by their share in it
  /// @param alone   traces in no group
  record Run(
      List<ClusterDraft> drafts,
      @Nullable TextSpace space,
      int texts,
      int rescued,
      int alone) {
    Run {
      drafts = List.copyOf(drafts);
    }
  }

  Run run(List<FailingTrace> failing, List<PassingTrace> passing) {
    List<FailingTrace> ordered = failing.stream()
        .sorted(
            Comparator.comparingLong(FailingTrace::startedMicros).thenComparing(FailingTrace::id))
        .toList();
    List<ClusterDraft> drafts = new ArrayList<>();
    List<FailingTrace> left = bySignature(ordered, drafts);
    left = new Cohorts(settings.density().minClusterSize()).take(left, passing, drafts);
    if (left.size() < settings.density().minClusterSize()) {
      return new Run(largestFirst(drafts), null, 0, 0, left.size());
    }
    TextSpace space = new TextSpace(Stream
        .concat(ordered.stream().map(FailingTrace::text), passing.stream().map(PassingTrace::text))
        .toList());
    LikeTexts alike = new LikeTexts(settings, space, left);
    TopicShare topics = new TopicShare(space, ordered, passing);
    List<ClusterDraft> raised = alike.drafts().stream().filter(topics::isRaised).toList();
    drafts.addAll(raised);
    int grouped = raised.stream().mapToInt(draft -> draft.members().size()).sum();
    return new Run(largestFirst(drafts), space, alike.drafts().size(), alike.rescued(),
        left.size() - grouped);
  }

  /// Answers those that no group took.
  private List<FailingTrace> bySignature(List<FailingTrace> traces, List<ClusterDraft> drafts) {
    Map<String, List<FailingTrace>> groups = traces.stream()
        .filter(trace -> trace.signature() != null)
        .collect(Collectors.groupingBy(trace -> String.valueOf(trace.signature()), TreeMap::new,
            Collectors.toList()));
    groups.values().removeIf(group -> group.size() < settings.density().minClusterSize());
    groups.forEach(
        (signature, group) -> drafts.add(new ClusterDraft(signature, group, Typical.of(group))));
    return traces.stream()
        .filter(trace -> trace.signature() == null || !groups.containsKey(trace.signature()))
        .toList();
  }

  private static List<ClusterDraft> largestFirst(List<ClusterDraft> drafts) {
    return drafts.stream()
        .sorted(Comparator.comparingInt((ClusterDraft draft) -> draft.members().size())
            .reversed()
            .thenComparing(draft -> draft.members().getFirst().id()))
        .toList();
  }
}
