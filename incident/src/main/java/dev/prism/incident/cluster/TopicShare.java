package dev.prism.incident.cluster;

import java.util.Arrays;
import java.util.List;

/// Whether texts like those of a group are more common among failing traces than among passing ones. A group
/// about what users often ask anyway says nothing of why answers fail.
final class TopicShare {
  private static final double LEAST_LIFT = 2;
  /// One in a hundred, over the hundred topics or so of a route: a group is where failures happen to be dense, so it
  /// was chosen among all of them.
  private static final double MOST_CHANCE = 0.0001;
  /// A text belongs to the group's topic when it lies as near as most of the members do.
  private static final double MOST_MEMBERS = 0.75;
  private final TextSpace space;
  private final List<double[]> failing;
  private final List<double[]> passing;

  TopicShare(TextSpace space, List<FailingTrace> failing, List<PassingTrace> passing) {
    this.space = space;
    this.failing = failing.stream().map(trace -> space.place(trace.text())).toList();
    this.passing = passing.stream().map(trace -> space.place(trace.text())).toList();
  }

  /// Also when nothing is known of passing traces.
  boolean isRaised(ClusterDraft draft) {
    if (passing.isEmpty()) {
      return true;
    }
    double[] middle = ClusterLedger
        .middle(draft.members().stream().map(FailingTrace::text).toList(), space);
    double[] near = draft.members()
        .stream()
        .mapToDouble(member -> Vectors.dot(middle, space.place(member.text())))
        .toArray();
    Arrays.sort(near);
    double limit = near[(int) (near.length * (1 - MOST_MEMBERS))];
    Shares shares = new Shares(count(failing, middle, limit), failing.size(),
        count(passing, middle, limit), passing.size());
    return shares.lift() >= LEAST_LIFT && shares.chance() <= MOST_CHANCE;
  }

  private static int count(List<double[]> places, double[] middle, double limit) {
    return (int) places.stream().filter(place -> Vectors.dot(middle, place) >= limit).count();
  }
}
