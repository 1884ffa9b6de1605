package dev.prism.incident.review;

import dev.prism.exchange.Kebab;
import dev.prism.incident.Evaluation;
import dev.prism.incident.FailureCluster;
import dev.prism.incident.FlipPlan;
import dev.prism.incident.Happening;
import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.SignalNote;
import dev.prism.incident.review.PostmortemFacts.Change;
import dev.prism.incident.review.PostmortemFacts.Evaluated;
import dev.prism.incident.review.PostmortemFacts.Event;
import dev.prism.incident.review.PostmortemFacts.FixFact;
import dev.prism.incident.review.PostmortemFacts.FlipFact;
import dev.prism.incident.review.PostmortemFacts.Impact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An incident's events as the facts of its postmortem.
final class IncidentFacts {
  private static final int MOST_EVENTS = 500;
  private static final int MOST_SESSIONS = 50;

  private IncidentFacts() {}

  static PostmortemFacts of(Incident incident, List<String> golden,
      @Nullable FailureCluster cluster) {
    String type = incident.classification()
        .map(Happening.Classified::type)
        .map(each -> each.word())
        .orElse(null);
    Long end = incident.lastEvent(Happening.Confirmed.class)
        .map(IncidentEvent::atMillis)
        .orElse(null);
    return new PostmortemFacts(incident.id(), incident.route(), type, incident.severity().name(),
        cluster == null
            ? first(incident.signals().stream().map(SignalNote::cluster))
            : cluster.name() + " (" + cluster.id() + ")",
        incident.onsetMillis(), incident.openedAtMillis(), end, timeline(incident),
        incident.traceIds(), changes(incident), impact(incident),
        cluster == null ? List.of() : cluster.contrast(), evaluated(incident), flips(incident),
        incident.all(Happening.FixRecorded.class)
            .map(fix -> new FixFact(word(fix.kind()), fix.text(), fix.reference()))
            .toList(),
        golden);
  }

  private static List<Event> timeline(Incident incident) {
    List<Event> events = new ArrayList<>();
    for (IncidentEvent event : incident.events()) {
      if (events.size() < MOST_EVENTS) {
        events.add(new Event(event.atMillis(), step(event.what()), event.who(),
            (Kebab.of(event.what().getClass().getSimpleName()).replace('-', ' ') + ": "
                + event.why()).strip()));
      }
    }
    return events;
  }

  private static String step(Happening what) {
    return switch (what) {
      case Happening.Opened _,Happening.Joined _,Happening.Reopened _,Happening.Absorbed _,Happening.MergedInto _ ->
        "detect";
      case Happening.Acknowledged _,Happening.Escalated _,Happening.Classified _,Happening.FalselyAlarmed _ ->
        "triage";
      case Happening.EvaluationStarted _,Happening.Evaluated _ -> "evaluate";
      case Happening.FixRecorded _ -> "fix";
      case Happening.CanaryMoved _,Happening.Verified _ -> "verify";
      case Happening.PostmortemWritten _,Happening.GoldenAdded _,Happening.Closed _ -> "review";
      case Happening.Noted _ -> "note";
      default -> "contain";
    };
  }

  private static List<Change> changes(Incident incident) {
    List<Change> changes = new ArrayList<>();
    String prompt = first(incident.signals().stream().map(SignalNote::promptVersion));
    String model = first(incident.signals().stream().map(SignalNote::model));
    String target = first(incident.signals().stream().map(SignalNote::target));
    if (prompt != null) {
      changes.add(new Change("prompt", "the last good version", prompt));
    }
    if (model != null) {
      changes.add(new Change("model", "the last good model", model));
    }
    incident.all(Happening.Flipped.class)
        .map(flip -> flip.plan().target())
        .filter(Objects::nonNull)
        .findFirst()
        .ifPresent(
            safe -> changes.add(new Change("target", safe, target == null ? "unknown" : target)));
    return changes;
  }

  private static Impact impact(Incident incident) {
    Happening.SessionsFound found = incident.last(Happening.SessionsFound.class).orElse(null);
    long failing = incident.signals().stream().mapToLong(SignalNote::failing).max().orElse(-1);
    Map<String, Long> tenants = incident.last(Happening.TenantsAudited.class)
        .map(Happening.TenantsAudited::requests)
        .orElse(Map.of());
    return new Impact(failing, -1, found == null ? -1 : found.count(),
        found == null ? List.of() : found.sessions().stream().limit(MOST_SESSIONS).toList(),
        tenants);
  }

  private static @Nullable Evaluated evaluated(Incident incident) {
    return incident.last(Happening.Evaluated.class).map(each -> {
      Evaluation.Result result = each.result();
      return new Evaluated(word(result.outcome()), result.entries(), result.ran(), result.caught(),
          result.text());
    }).orElse(null);
  }

  private static List<FlipFact> flips(Incident incident) {
    List<Happening.Flipped> standing = incident.flips();
    return incident.all(Happening.Flipped.class)
        .map(flip -> new FlipFact(flip.flipId(), to(flip.plan()), scope(flip.plan()),
            standing.contains(flip)))
        .toList();
  }

  private static String to(FlipPlan plan) {
    return Stream
        .concat(Stream.ofNullable(plan.target()), plan.rails().stream().map(rail -> "rail " + rail))
        .reduce((one, other) -> one + " with " + other)
        .orElse("nothing");
  }

  private static String scope(FlipPlan plan) {
    boolean all = plan.tenants().isEmpty() && plan.sessions().isEmpty()
        && plan.metadata().isEmpty();
    return all
        ? "all of " + plan.route()
        : "tenants " + plan.tenants() + ", " + plan.sessions().size() + " sessions, "
            + plan.metadata();
  }

  private static String word(Enum<?> word) {
    return Kebab.of(word.name()).replace('-', '_');
  }

  private static @Nullable String first(Stream<@Nullable String> texts) {
    return texts.filter(Objects::nonNull).findFirst().orElse(null);
  }
}
