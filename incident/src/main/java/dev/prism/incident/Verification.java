package dev.prism.incident;

import dev.prism.evals.ScoreTally;
import dev.prism.evals.ScoredTraces;
import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.routing.Canary;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.Flip;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.FlipTo;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Scope;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gives a fix its traffic back, a step at a time, each only on non-inferiority. The canary runs where the
/// traffic is: in the place of the incident's flip, between its safe target and the fixed one; or as the
/// route's own canary where there is no flip. Its state is in the incident's events and in the scores, so a
/// new leader goes on where the last one stopped.
public final class Verification {
  static final String START = "start";
  static final String WIDEN = "widen";
  static final String HOLD = "hold";
  static final String ASK = "ask";
  static final String ROLL_BACK = "roll_back";
  private static final int LOOKED_AT = 10_000;

  private final IncidentRecords records;
  private final RouteControl control;
  private final RouteFacts routes;
  private final ScoredTraces traces;
  private final Desk desk;
  private final Map<String, Long> looked = new ConcurrentHashMap<>();

  Verification(Desk desk) {
    this.desk = desk;
    records = desk.records();
    control = desk.control();
    routes = desk.routes();
    traces = desk.traces();
  }

  /// The two targets of a fix's canary.
  record Arms(String stable, String candidate) {}

  /// Begins with the first step.
  ///
  /// @throws GateClosed if the playbook does not allow it yet, or there is nothing to widen
  public Incident start(String id, String who) throws GateClosed, Unavailable {
    Incident incident = records.log()
        .find(id)
        .orElseThrow(() -> new GateClosed("verification", List.of("an incident of this id")));
    GateClosed.check("verification", Gates.beforeVerifying(incident));
    Arms arms = arms(incident).orElseThrow(() -> new GateClosed("the canary",
        List.of("a fix whose target is another one than the traffic is on now; "
            + "where the fix changes no target, verify with \"attest\" and say what was seen")));
    return move(incident, arms, desk.verify().steps().getFirst(), START,
        "the canary begins: " + arms.candidate() + " against " + arms.stable(), who);
  }

  /// A person vouches for a fix that no canary can show.
  public Optional<Incident> attest(String id, String who, String text)
      throws GateClosed, Unavailable {
    return records.record(id, who, text, now -> {
      GateClosed.check("verification", Gates.beforeVerifying(now));
      return new Happening.Verified("attested: " + text);
    });
  }

  /// Looks at the figures of an incident whose canary runs, if it is time to.
  void step(Incident incident) throws GateClosed, Unavailable {
    if (incident.state().isOver() || !isRunning(incident) || !due(incident)) {
      return;
    }
    double percent = incident.last(Happening.CanaryMoved.class)
        .map(Happening.CanaryMoved::percent)
        .orElse(0.0);
    Optional<Arms> running = running(incident);
    if (running.isEmpty()) {
      return;
    }
    CanaryFigures.Verdict verdict = figures(incident, running.get()).verdict();
    switch (verdict.course()) {
      case WIDEN -> widen(incident, running.get(), percent, verdict.text());
      case ROLL_BACK ->
        move(incident, running.get(), 0, ROLL_BACK, verdict.text(), IncidentRecords.PRISM);
      default -> hold(incident, percent, verdict.text());
    }
  }

  /// Its last word is a share above 0 that nobody has verified yet.
  private static boolean isRunning(Incident incident) {
    long verified = incident.lastEvent(Happening.Verified.class)
        .map(IncidentEvent::number)
        .orElse(0L);
    return incident.lastEvent(Happening.CanaryMoved.class)
        .filter(event -> event.number() > verified
            && ((Happening.CanaryMoved) event.what()).percent() > 0)
        .isPresent();
  }

  /// Lets the traffic go back by itself, as slowly as to a fix: at the expiry of a flip that is no S1.
  ///
  /// @return false when there is nothing to go back to
  boolean giveBack(Incident incident) throws GateClosed, Unavailable {
    Optional<Arms> arms = arms(incident);
    if (arms.isEmpty() || isRunning(incident)) {
      return false;
    }
    move(incident, arms.get(), desk.verify().steps().getFirst(), START,
        "the flip has expired: back through the canary", IncidentRecords.PRISM);
    return true;
  }

  private boolean due(Incident incident) {
    long now = records.now();
    Long before = looked.put(incident.id(), now);
    boolean due = before == null || now - before >= desk.verify().lookEvery().toMillis();
    if (!due) {
      looked.put(incident.id(), before);
    }
    return due;
  }

  private void widen(Incident incident, Arms arms, double percent, String text)
      throws GateClosed, Unavailable {
    Optional<Double> next = desk.verify()
        .steps()
        .stream()
        .filter(step -> step > percent)
        .findFirst();
    if (next.isPresent()) {
      move(incident, arms, next.get(), WIDEN, text, IncidentRecords.PRISM);
      return;
    }
    looked.remove(incident.id());
    records.record(incident.id(), IncidentRecords.PRISM, text,
        now -> now.state() instanceof IncidentState.Verifying
            ? new Happening.Verified(text)
            : new Happening.CanaryMoved(0, HOLD, null, "all of it is back: " + text));
    if (routes.home(incident.route()).contains(arms.candidate())) {
      release(incident.id(), IncidentRecords.PRISM, "the fix is verified: " + text);
    }
  }

  /// Takes back every flip of an incident.
  public void release(String id, String who, String why) throws GateClosed, Unavailable {
    for (Flip flip : routes.flipsOf(id)) {
      if (control.revert(flip.id(),
          new ChangeNote(who, why, id, null)) instanceof ChangeResult.Done) {
        records.record(id, who, why, _ -> new Happening.FlipEnded(flip.id(), "reverted"));
      }
    }
  }

  private void hold(Incident incident, double percent, String text) throws GateClosed, Unavailable {
    long since = incident.lastEvent(Happening.CanaryMoved.class)
        .map(IncidentEvent::atMillis)
        .orElse(records.now());
    if (records.now() - since >= desk.verify().deadline().toMillis()) {
      records.record(incident.id(), IncidentRecords.PRISM, "inconclusive: " + text,
          now -> now.last(Happening.CanaryMoved.class)
              .filter(moved -> moved.course().equals(ASK))
              .isPresent()
                  ? null
                  : new Happening.CanaryMoved(percent, ASK,
                      now.last(Happening.CanaryMoved.class)
                          .map(Happening.CanaryMoved::flipId)
                          .orElse(null),
                      "inconclusive by the deadline, a person decides: " + text));
    }
  }

  /// Sets the candidate's share and records it.
  private Incident move(Incident incident, Arms arms, double percent, String course, String text,
      String who) throws GateClosed, Unavailable {
    ChangeNote note = new ChangeNote(who, text, incident.id(), null);
    List<Flip> flips = routes.trafficFlipsOf(incident.id());
    boolean own = flips.isEmpty();
    ChangeResult result = own
        ? control.canaryPercent(incident.route(), percent, note)
        : control.replace(flips.getLast().id(), request(flips.getLast(), arms, percent), note);
    if (!(result instanceof ChangeResult.Done done)) {
      throw new GateClosed("the canary",
          List.of(result instanceof ChangeResult.Refused refused ? refused.message() : "a flip"));
    }
    String made = own ? null : done.flip().id();
    if (!own) {
      String gone = flips.getLast().id();
      records.record(incident.id(), who, text, _ -> new Happening.FlipEnded(gone, "replaced"));
    }
    return records
        .record(incident.id(), who, text,
            _ -> new Happening.CanaryMoved(percent, course, made, text))
        .orElse(incident);
  }

  /// The flip that the canary is: back to the safe target alone when the candidate's share is 0.
  private static FlipRequest request(Flip before, Arms arms, double percent) {
    FlipTo to = percent == 0
        ? new FlipTo(arms.stable(), null, before.to().rails())
        : new FlipTo(null, Canary.of(arms.stable(), arms.candidate(), percent),
            before.to().rails());
    Scope scope = before.scope();
    return new FlipRequest(before.route(), to, scope, Containment.BACKSTOP, Flip.InFlight.FINISH);
  }

  /// Stable is where the traffic is now, candidate is what the fix changed, or what the traffic came from.
  private Optional<Arms> arms(Incident incident) {
    @Nullable
    String fixed = incident.all(Happening.FixRecorded.class)
        .map(Happening.FixRecorded::target)
        .filter(Objects::nonNull)
        .reduce((_, newer) -> newer)
        .orElse(null);
    Optional<String> flippedTo = routes.trafficFlipsOf(incident.id())
        .stream()
        .map(flip -> flip.to().target())
        .filter(Objects::nonNull)
        .findFirst();
    if (flippedTo.isPresent()) {
      String candidate = fixed != null
          ? fixed
          : routes.home(incident.route())
              .stream()
              .filter(name -> !name.equals(flippedTo.get()))
              .findFirst()
              .orElse("");
      return candidate.isEmpty() || candidate.equals(flippedTo.get())
          || !routes.hasTarget(incident.route(), candidate)
              ? Optional.empty()
              : Optional.of(new Arms(flippedTo.get(), candidate));
    }
    return routes.canary(incident.route())
        .filter(canary -> fixed == null || fixed.equals(canary.candidate()))
        .filter(_ -> routes.trafficFlipsOf(incident.id()).isEmpty())
        .map(canary -> new Arms(canary.stable(), canary.candidate()));
  }

  private Optional<Arms> running(Incident incident) {
    return routes.flipsOf(incident.id())
        .stream()
        .map(flip -> flip.to().strategy())
        .filter(Canary.class::isInstance)
        .map(Canary.class::cast)
        .findFirst()
        .or(() -> routes.canary(incident.route()))
        .map(canary -> new Arms(canary.stable(), canary.candidate()));
  }

  private CanaryFigures figures(Incident incident, Arms arms) {
    long from = incident.events()
        .stream()
        .filter(event -> event.what() instanceof Happening.CanaryMoved moved
            && moved.course().equals(START))
        .mapToLong(IncidentEvent::atMillis)
        .max()
        .orElse(incident.openedAtMillis());
    Scope scope = routes.trafficFlipsOf(incident.id())
        .stream()
        .findFirst()
        .map(Flip::scope)
        .orElse(Scope.ALL);
    return new CanaryFigures(desk.verify(), arm(incident, arms.stable(), from, scope),
        arm(incident, arms.candidate(), from, scope));
  }

  /// Of whom the canary is for, since it began: among all of the route's answers those of a small cohort would not
  /// show, and the newest alone would be of another time in each arm.
  private ScoreTally arm(Incident incident, String target, long fromMillis, Scope scope) {
    return traces.tally(new ScoredTraces.Query(incident.route(), target, null, null, null,
        fromMillis * 1_000, null, null), scope.callers(), LOOKED_AT);
  }
}
