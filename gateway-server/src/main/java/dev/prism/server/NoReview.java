package dev.prism.server;

import dev.prism.incident.Evaluation;
import dev.prism.incident.Incident;
import dev.prism.incident.ReviewGate;
import java.util.List;
import java.util.Map;

/// Where no golden set is kept: nothing can be evaluated, and no incident can be closed.
final class NoReview implements Evaluation, ReviewGate {
  @Override
  public Result run(Subject subject) throws NotPossible {
    throw new NotPossible("no golden set is kept here");
  }

  @Override
  public Draft postmortem(Incident incident, Map<String, Object> typed) {
    return new Draft("", "", typed, List.of("a place for postmortems"));
  }

  @Override
  public List<String> goldenEntries(String incident) {
    return List.of();
  }
}
