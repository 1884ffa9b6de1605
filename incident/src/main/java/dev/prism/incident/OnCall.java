package dev.prism.incident;

import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.routing.AuditEntry;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.Difference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a person may do to an incident, with the gates of the playbook held. Called by the admin API; may
/// block.
public final class OnCall {
  private final IncidentRecords records;
  private final IncidentKeeper keeper;
  private final Supplier<ContainSettings> settings;
  private final Evaluation evaluation;
  private final ReviewGate review;

  public OnCall(IncidentRecords records, IncidentKeeper keeper, ContainSettings settings,
      Evaluation evaluation, ReviewGate review) {
    this(records, keeper, () -> settings, evaluation, review);
  }

  /// @param settings those in force now
  public OnCall(IncidentRecords records, IncidentKeeper keeper, Supplier<ContainSettings> settings,
      Evaluation evaluation, ReviewGate review) {
    this.records = records;
    this.keeper = keeper;
    this.settings = settings;
    this.evaluation = evaluation;
    this.review = review;
  }

  public IncidentLog log() {
    return records.log();
  }

  /// Milliseconds since the epoch.
  public long now() {
    return records.now();
  }

  public ReviewGate review() {
    return review;
  }

  public IncidentKeeper keeper() {
    return keeper;
  }

  public Optional<Incident> acknowledge(String id, String who, String why)
      throws GateClosed, Unavailable {
    return records.record(id, who, why, now -> alive(now, new Happening.Acknowledged()));
  }

  /// The person's word wins.
  public Optional<Incident> triage(String id, String who, String why, IncidentClass type,
      Severity severity) throws GateClosed, Unavailable {
    return records.record(id, who, why, now -> alive(now, new Happening.Classified(type,
        type == IncidentClass.PII_LEAK ? Severity.S1 : severity, 1, List.of(why), true)));
  }

  /// Makes the flip that containment has in mind, or the one that is asked for.
  ///
  /// @param wanted null for the one in mind
  /// @param ttl    null for the setting
  /// @return empty when there is nothing to flip to
  public Optional<ChangeResult> contain(Incident incident, String who, String why,
      @Nullable FlipPlan wanted, @Nullable Duration ttl) throws GateClosed, Unavailable {
    GateClosed.check("containment",
        incident.state().isOver() ? List.of("an incident that is not over") : List.of());
    Optional<FlipPlan> plan = wanted == null
        ? keeper.containment().plan(incident)
        : Optional.of(wanted);
    if (plan.isEmpty()) {
      return Optional.empty();
    }
    long millis = (ttl == null ? settings.get().manualTtl() : ttl).toMillis();
    return Optional
        .of(keeper.containment().flip(incident.id(), lasting(plan.get(), millis), who, why));
  }

  private static FlipPlan lasting(FlipPlan plan, long ttlMillis) {
    return new FlipPlan(plan.route(), plan.target(), plan.rails(), plan.tenants(), plan.sessions(),
        plan.metadata(), plan.cut(), ttlMillis, plan.hop(), plan.covers(), plan.traffic());
  }

  /// There is nothing to contain, says a person.
  public Optional<Incident> waive(String id, String who, String why)
      throws GateClosed, Unavailable {
    return records.record(id, who, why, now -> alive(now, new Happening.ContainmentWaived(why)));
  }

  /// Takes the incident out of the gateway's hands, or gives it back.
  public Optional<Incident> automation(String id, String who, String why, boolean on)
      throws GateClosed, Unavailable {
    return records.record(id, who, why,
        now -> now.automationOn() == on ? null : new Happening.AutomationSet(on));
  }

  /// Runs the incident's kind of failure through the golden set.
  ///
  /// @throws Evaluation.NotPossible if nothing can be said now
  public Optional<Incident> evaluate(String id, String who)
      throws GateClosed, Unavailable, Evaluation.NotPossible {
    Optional<Incident> begun = records.record(id, who, "evaluates", now -> {
      GateClosed.check("evaluation", Gates.beforeEvaluating(now));
      return now.state() instanceof IncidentState.Evaluating
          ? null
          : new Happening.EvaluationStarted();
    });
    if (begun.isEmpty()) {
      return begun;
    }
    Evaluation.Result result = evaluation.run(subject(begun.get()));
    return records.record(id, who, result.text(), _ -> new Happening.Evaluated(result));
  }

  private Evaluation.Subject subject(Incident incident) {
    List<SignalNote> signals = incident.signals();
    return new Evaluation.Subject(incident.id(), incident.route(),
        incident.classification().map(Happening.Classified::type).orElse(IncidentClass.DRIFT),
        first(signals, SignalNote::target), first(signals, SignalNote::promptVersion),
        first(signals, SignalNote::model), keeper.rubrics(incident), incident.traceIds());
  }

  private interface Part {
    @Nullable
    String of(SignalNote note);
  }

  private static @Nullable String first(List<SignalNote> signals, Part part) {
    return signals.stream()
        .flatMap(it -> Optional.ofNullable(part.of(it)).stream())
        .findFirst()
        .orElse(null);
  }

  public Optional<Incident> fix(String id, String who, Happening.FixRecorded fix)
      throws GateClosed, Unavailable {
    return records.record(id, who, fix.text(), now -> {
      GateClosed.check("the fix", Gates.beforeFixing(now));
      return fix;
    });
  }

  /// Writes the postmortem, or what is known of it.
  public Optional<ReviewGate.Draft> postmortem(String id, String who, Map<String, Object> typed)
      throws GateClosed, Unavailable {
    Optional<Incident> incident = records.log().find(id);
    if (incident.isEmpty()) {
      return Optional.empty();
    }
    ReviewGate.Draft draft = review.postmortem(incident.get(), typed);
    records.record(id, who, draft.missing().isEmpty() ? "complete" : "not complete",
        _ -> new Happening.PostmortemWritten(draft.reference(), draft.missing()));
    return Optional.of(draft);
  }

  /// Ends it, if nothing is missing.
  public Optional<Incident> close(String id, String who, String why)
      throws GateClosed, Unavailable {
    List<String> golden = review.goldenEntries(id);
    Optional<Incident> known = records.log().find(id);
    if (known.isPresent() && !golden.isEmpty()
        && known.get().last(Happening.GoldenAdded.class).isEmpty()) {
      records.record(id, who, "golden entries", _ -> new Happening.GoldenAdded(golden));
    }
    return records.record(id, who, why, now -> {
      GateClosed.check("closing", Gates.beforeClosing(now, lacking(now), golden));
      return new Happening.Closed();
    });
  }

  private static List<String> lacking(Incident incident) {
    return incident.last(Happening.PostmortemWritten.class)
        .map(Happening.PostmortemWritten::missing)
        .orElse(List.of("the postmortem"));
  }

  public Optional<Incident> falseAlarm(String id, String who, String why)
      throws GateClosed, Unavailable {
    keeper.verification().release(id, who, "a false alarm: " + why);
    return records.record(id, who, why, now -> alive(now, new Happening.FalselyAlarmed()));
  }

  /// Makes one incident a part of another.
  public Optional<Incident> merge(String id, String into, String who, String why)
      throws GateClosed, Unavailable {
    if (id.equals(into) || records.log().find(into).isEmpty()) {
      throw new GateClosed("the merge", List.of("another incident to merge into"));
    }
    Optional<Incident> merged = records.record(id, who, why,
        now -> alive(now, new Happening.MergedInto(into)));
    if (merged.isPresent()) {
      records.record(into, who, why, _ -> new Happening.Absorbed(id));
    }
    return merged;
  }

  /// Stops all automation in the whole fleet, or lets it go on.
  public void freeze(boolean on, String who, String why) throws Unavailable {
    long now = records.now();
    records.log()
        .freeze(new IncidentLog.Freeze(on, who, why, now),
            new AuditEntry(now, who, on ? "freeze" : "release", "automation", List.of(), why, null,
                0, List.of(new Difference("incidents.frozen", !on, on))));
  }

  private static Happening alive(Incident now, Happening what) throws GateClosed {
    GateClosed.check("that",
        now.state().isOver()
            ? List.of("an incident that is not over; this one is " + now.state().word())
            : List.of());
    return what;
  }
}
