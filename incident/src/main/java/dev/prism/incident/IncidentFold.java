package dev.prism.incident;

import dev.prism.incident.IncidentState.Contained;
import dev.prism.incident.IncidentState.Detected;
import dev.prism.incident.IncidentState.Evaluating;
import dev.prism.incident.IncidentState.Fixing;
import dev.prism.incident.IncidentState.Reopened;
import dev.prism.incident.IncidentState.Reviewing;
import dev.prism.incident.IncidentState.Triaged;
import dev.prism.incident.IncidentState.Verifying;
import java.util.List;

/// From events to a state. Pure; whether an event may happen is [Gates]' question.
final class IncidentFold {
  private IncidentFold() {}

  static IncidentState of(List<IncidentEvent> events) {
    IncidentState state = new Detected(events.getFirst().atMillis());
    for (IncidentEvent event : events) {
      state = next(state, event, events);
    }
    return state;
  }

  private static IncidentState next(IncidentState now, IncidentEvent event,
      List<IncidentEvent> events) {
    long at = event.atMillis();
    return switch (event.what()) {
      case Happening.Classified _ -> named(now, at);
      case Happening.Confirmed _,Happening.ContainmentWaived _ -> contained(now, at);
      case Happening.EvaluationStarted _ -> new Evaluating(at);
      case Happening.Evaluated(Evaluation.Result result) -> new Fixing(at, result.outcome());
      case Happening.CanaryMoved moved ->
        now instanceof Verifying && moved.course().equals("roll_back")
            ? new Fixing(at, outcome(events))
            : verifying(now, at, moved);
      case Happening.Verified _ -> new Reviewing(at);
      case Happening.Closed _ -> new IncidentState.Closed(at);
      case Happening.MergedInto(String other) -> new IncidentState.Merged(at, other);
      case Happening.FalselyAlarmed _ -> new IncidentState.FalseAlarm(at);
      case Happening.Reopened _ -> new Reopened(at);
      case Happening.Opened _,Happening.Joined _,Happening.Acknowledged _,Happening.Escalated _,Happening.Considered _,Happening.FlipIntended _,Happening.Flipped _,Happening.FlipEnded _,Happening.FlipExpiring _,Happening.Lagging _,Happening.SessionsFound _,Happening.RubricsSank _,Happening.CachePurged _,Happening.TenantsAudited _,Happening.SafeTargetBad _,Happening.AutomationSet _,Happening.FixRecorded _,Happening.PostmortemWritten _,Happening.GoldenAdded _,Happening.Noted _,Happening.Absorbed _ ->
        now;
    };
  }

  private static IncidentState named(IncidentState now, long at) {
    return switch (now) {
      case Detected _,Reopened _ -> new Triaged(at);
      case Contained contained -> new Contained(contained.sinceMillis(), true);
      default -> now;
    };
  }

  private static IncidentState contained(IncidentState now, long at) {
    return switch (now) {
      case Detected _,Reopened _ -> new Contained(at, false);
      case Triaged _ -> new Contained(at, true);
      default -> now;
    };
  }

  /// A canary before there is a fix is traffic that goes back at a flip's expiry: no step of the playbook.
  private static IncidentState verifying(IncidentState now, long at, Happening.CanaryMoved moved) {
    return switch (now) {
      case Fixing _,Reviewing _ -> new Verifying(at, moved.percent());
      case Verifying before -> new Verifying(before.sinceMillis(), moved.percent());
      default -> now;
    };
  }

  /// A fix that was rolled back is to be made again, by the same outcome.
  private static Evaluation.Outcome outcome(List<IncidentEvent> events) {
    Evaluation.Outcome outcome = Evaluation.Outcome.ABSENT;
    for (IncidentEvent event : events) {
      if (event.what() instanceof Happening.Evaluated(Evaluation.Result result)) {
        outcome = result.outcome();
      }
    }
    return outcome;
  }
}
