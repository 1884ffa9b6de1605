package dev.prism.incident;

import dev.prism.exchange.Kebab;
import java.util.ArrayList;
import java.util.List;

/// The gates between the steps of the playbook: what is missing before an incident may go on.
public final class Gates {
  private static final String OVER = "the incident is over";

  private Gates() {}

  /// What stands in the way of evaluating.
  public static List<String> beforeEvaluating(Incident incident) {
    List<String> missing = new ArrayList<>(alive(incident));
    if (incident.classification().isEmpty()) {
      missing.add("a class: triage it first");
    }
    if (!isContained(incident)) {
      missing.add("containment that the wire has confirmed, or a reason why there is none"
          + " (contain with \"waive\")");
    }
    return missing;
  }

  /// What stands in the way of recording a fix.
  public static List<String> beforeFixing(Incident incident) {
    List<String> missing = new ArrayList<>(alive(incident));
    if (incident.lately(Happening.Evaluated.class).isEmpty()) {
      missing.add("the outcome of the evaluation: evaluate it first");
    }
    return missing;
  }

  /// What stands in the way of the canary.
  public static List<String> beforeVerifying(Incident incident) {
    List<String> missing = new ArrayList<>(beforeFixing(incident));
    List<FixKind> kinds = incident.all(Happening.FixRecorded.class)
        .map(Happening.FixRecorded::kind)
        .toList();
    incident.lately(Happening.Evaluated.class).ifPresent(evaluated -> {
      List<FixKind> needed = evaluated.result().outcome().needed();
      if (kinds.stream().noneMatch(needed::contains)) {
        missing.add("a fix of the kind " + needed.stream().map(kind -> word(kind)).toList()
            + ", which the evaluation's outcome asks for");
      }
    });
    return missing;
  }

  /// What stands in the way of closing.
  ///
  /// @param review what the postmortem lacks
  /// @param golden entries that came from it
  public static List<String> beforeClosing(Incident incident, List<String> review,
      List<String> golden) {
    List<String> missing = new ArrayList<>(alive(incident));
    if (incident.lately(Happening.Verified.class).isEmpty()) {
      missing.add("a verified fix");
    }
    for (String flip : incident.inForce()) {
      missing.add("the revert of " + flip + ", which is still in force");
    }
    if (golden.isEmpty()) {
      missing.add("a golden entry from this incident");
    }
    missing.addAll(review);
    return missing;
  }

  /// Whether its containment is confirmed, or given up with a reason.
  public static boolean isContained(Incident incident) {
    return incident.lately(Happening.Confirmed.class).isPresent()
        || incident.lately(Happening.ContainmentWaived.class).isPresent();
  }

  static String word(FixKind kind) {
    return Kebab.of(kind.name()).replace('-', '_');
  }

  private static List<String> alive(Incident incident) {
    return incident.state().isOver() ? List.of(OVER) : List.of();
  }
}
