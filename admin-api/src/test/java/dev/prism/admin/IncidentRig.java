package dev.prism.admin;

import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.incident.CachePurge;
import dev.prism.incident.Evaluation;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentKeeper;
import dev.prism.incident.IncidentRecords;
import dev.prism.incident.IncidentSettings;
import dev.prism.incident.Leadership;
import dev.prism.incident.NodeReports;
import dev.prism.incident.OnCall;
import dev.prism.incident.ReviewGate;
import dev.prism.incident.SignalIntake;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Router;
import dev.prism.store.Database;
import dev.prism.store.StoredIncidents;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Incidents over a real store, with an evaluation and a review that say what a test tells them to.
final class IncidentRig {
  final IncidentKeeper keeper;
  final List<ScoredTrace> known = new ArrayList<>();
  volatile List<String> golden = List.of();
  volatile boolean possible = true;
  private final OnCall onCall;
  private final SignalIntake intake;

  IncidentRig(Database database, Router router, RouteControl control) {
    IncidentRecords records = new IncidentRecords(new StoredIncidents(database), Clock.systemUTC());
    keeper = new IncidentKeeper(records, new IncidentKeeper.Ports(router, control, traces(),
        NodeReports.alone(), Leadership.ALONE, CachePurge.NO_CACHE), IncidentSettings.DEFAULT);
    onCall = new OnCall(records, keeper, IncidentSettings.DEFAULT.contain(), this::evaluate,
        review());
    intake = new SignalIntake(records);
  }

  IncidentPorts ports() {
    return new IncidentPorts(onCall, intake, traces());
  }

  private Evaluation.Result evaluate(Evaluation.Subject subject) throws Evaluation.NotPossible {
    if (!possible) {
      throw new Evaluation.NotPossible("the traces of " + subject.incident() + " are gone");
    }
    return new Evaluation.Result(Evaluation.Outcome.ABSENT, 0, 5, 0, 0, "nothing to catch it");
  }

  private ReviewGate review() {
    return new ReviewGate() {
      @Override
      public Draft postmortem(Incident incident, Map<String, Object> typed) {
        return new Draft("postmortems/" + incident.id() + ".md", "# " + incident.id(), typed,
            typed.containsKey("root_cause") ? List.of() : List.of("the root cause"));
      }

      @Override
      public List<String> goldenEntries(String incident) {
        return golden;
      }
    };
  }

  private ScoredTraces traces() {
    return new ScoredTraces() {
      @Override
      public Optional<ScoredTrace> find(String id) {
        return known.stream().filter(it -> it.trace().ids().traceId().equals(id)).findFirst();
      }

      @Override
      public List<ScoredTrace> list(Query query, int limit) {
        return known.stream()
            .filter(it -> query.sessionId() == null
                || query.sessionId().equals(it.trace().caller().sessionId()))
            .filter(it -> query.failing() == null || query.failing() == it.isFailing())
            .limit(limit)
            .toList();
      }

      @Override
      public void add(Score score) {
        throw new UnsupportedOperationException("nothing is scored here");
      }
    };
  }
}
