package dev.prism.incident.cluster;

import dev.prism.incident.FailureCluster.Contrast;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Failing traces without a cause that a check names, but from one part of the traffic: a value of an
/// attribute that failing traces have far more often than passing ones. The signature is
/// `cohort:attribute=value`.
final class Cohorts {
  static final String PREFIX = "cohort:";
  private static final int MOST = 3;
  private static final double LEAST_BOUND = 0.1;
  private static final double LEAST_LIFT = 2.5;
  private static final double MOST_CHANCE = 0.01;
  /// What a failure looks like, or what containment made of it: no part of the traffic.
  private static final Set<String> SYMPTOMS = Set.of("outcome", "error", "finish", "output_length",
      "guardrail", "attempts", "fallback", "incident", "strategy", "truncated");
  private final int fewest;

  Cohorts(int fewest) {
    this.fewest = fewest;
  }

  /// Takes the strongest cohort, then the strongest of what is left, at most three times.
  ///
  /// @param drafts gets a draft for each
  /// @return those that no cohort took
  List<FailingTrace> take(List<FailingTrace> failing, List<PassingTrace> passing,
      List<ClusterDraft> drafts) {
    List<FailingTrace> left = failing;
    for (int i = 0; i < MOST; i++) {
      Contrast found = strongest(left, passing);
      if (found == null) {
        break;
      }
      List<FailingTrace> members = new ArrayList<>();
      List<FailingTrace> others = new ArrayList<>();
      for (FailingTrace trace : left) {
        boolean in = found.value().equals(trace.facts().get(found.attribute()));
        (in ? members : others).add(trace);
      }
      drafts.add(new ClusterDraft(PREFIX + found.attribute() + "=" + found.value(), members,
          Typical.of(members)));
      left = others;
    }
    return left;
  }

  private @Nullable Contrast strongest(List<FailingTrace> failing, List<PassingTrace> passing) {
    return ContrastTable
        .of(failing.stream().map(FailingTrace::facts).toList(),
            passing.stream().map(PassingTrace::facts).toList())
        .stream()
        .filter(c -> c.lowerBound() >= LEAST_BOUND && c.lift() >= LEAST_LIFT
            && c.qValue() <= MOST_CHANCE && !SYMPTOMS.contains(c.attribute()))
        .filter(c -> failing.stream()
            .filter(trace -> c.value().equals(trace.facts().get(c.attribute())))
            .count() >= fewest)
        .findFirst()
        .orElse(null);
  }
}
