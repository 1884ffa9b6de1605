package dev.prism.incident;

import dev.prism.incident.IncidentLog.Freeze;
import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.Flip;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.FlipTo;
import dev.prism.routing.RouteControl;
import dev.prism.routing.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Takes the traffic away from what fails, through the same operation as an on-call. An intent is durable
/// before the flip is made and the flip before it is recorded, so whoever comes after a crash finds out
/// where to go on. Called by the leader, and for a person by the API; blocks.
public final class Containment {
  /// The routing table forgets a flip by itself only after this: a controller that is dead must not undo a
  /// containment. What acts at a flip's expiry is the leader.
  static final Duration BACKSTOP = Duration.ofDays(7);
  private static final long LOOK_AGAIN_MILLIS = 5_000;
  private static final int MOST_LOOKS = 10_000;

  private final IncidentRecords records;
  private final RouteControl control;
  private final RouteFacts routes;
  private final ContainmentPlan plans;
  private final OverlappingFlips others;
  private final Desk desk;
  private final Map<String, Look> looks = new ConcurrentHashMap<>();

  Containment(Desk desk, ContainmentPlan plans) {
    this.desk = desk;
    this.plans = plans;
    records = desk.records();
    control = desk.control();
    routes = desk.routes();
    others = new OverlappingFlips(routes, records);
  }

  /// What limits its eagerness, read when something is to be decided.
  interface History {
    FlipHistory read() throws Unavailable;
  }

  /// Decides about an incident and acts; each decision is recorded when it differs from the one before.
  void step(Incident incident, Freeze freeze, History history) throws GateClosed, Unavailable {
    boolean chained = isChained(incident);
    boolean narrow = !chained && hasNewsOfAPart(incident);
    if ((!wants(incident) && !chained && !narrow) || isConsidered(incident, freeze)) {
      return;
    }
    if (narrow && !plans.isTooNarrow(incident)) {
      return;
    }
    ContainmentRules rules = new ContainmentRules(desk.contain(), history.read());
    FlipPlan plan = plan(incident)
        .map(alone -> others.keptBy(incident, alone, routeShare(alone.route())))
        .orElse(null);
    chained |= narrow || (plan != null && others.givingWay(incident, plan).isPresent());
    Happening.Considered decided = rules.decide(situation(incident, plan, chained), freeze);
    Optional<FlipPlan> less = plan == null || incident.severity() != Severity.S1
        ? Optional.empty()
        : ContainmentPlan.railsOnly(plan);
    if (decided.course().equals(ContainmentRules.SUGGEST) && less.isPresent()) {
      Happening.Considered tightened = rules.decide(situation(incident, less.get(), chained),
          freeze);
      decided = tightened.course().equals(ContainmentRules.AUTO)
          ? new Happening.Considered(tightened.course(),
              "rails only, the traffic stays: " + decided.rule(), less.get())
          : decided;
    }
    note(incident, decided);
    FlipPlan chosen = decided.plan();
    if (decided.course().equals(ContainmentRules.AUTO) && chosen != null) {
      flip(incident.id(), chosen, IncidentRecords.PRISM, reason(incident, chosen));
    }
  }

  /// Whether nothing has changed that a decision looks at, but for time; that is looked at every five seconds.
  private boolean isConsidered(Incident incident, Freeze freeze) {
    Look now = new Look(incident.number(), freeze.on(), routes.revision(), records.now());
    Look before = looks.get(incident.id());
    if (before != null && before.number() == now.number() && before.frozen() == now.frozen()
        && before.revision() == now.revision()
        && now.atMillis() - before.atMillis() < LOOK_AGAIN_MILLIS) {
      return true;
    }
    if (looks.size() >= MOST_LOOKS) {
      looks.clear();
    }
    looks.put(incident.id(), now);
    return false;
  }

  private record Look(long number, boolean frozen, long revision, long atMillis) {}

  /// What would contain it, empty when there is nothing to flip to.
  public Optional<FlipPlan> plan(Incident incident) {
    return plans.of(incident, records.now(), routeShare(incident.route()));
  }

  private static boolean wants(Incident incident) {
    return !incident.state().isOver() && incident.flips().isEmpty()
        && incident.lately(Happening.CanaryMoved.class).isEmpty()
        && incident.lately(Happening.ContainmentWaived.class).isEmpty()
        && incident.openIntent().isEmpty();
  }

  /// Whether the safe target that it was flipped to has failed as well, and nothing has been done about it.
  private static boolean isChained(Incident incident) {
    List<Happening.Flipped> flips = incident.flips();
    return !incident.state().isOver() && !flips.isEmpty() && incident.openIntent().isEmpty()
        && ContainmentPlan.hop(incident) > flips.getLast().plan().hop();
  }

  /// Whether it was flipped for a part of the traffic only, and something has been noticed since.
  private static boolean hasNewsOfAPart(Incident incident) {
    List<Happening.Flipped> flips = incident.flips();
    if (incident.state().isOver() || incident.openIntent().isPresent() || flips.size() != 1
        || flips.getFirst().plan().isForAll()) {
      return false;
    }
    long madeAt = flips.getFirst().madeAtMillis();
    return incident.signals().stream().anyMatch(note -> note.atMillis() > madeAt);
  }

  private ContainmentRules.Case situation(Incident incident, @Nullable FlipPlan plan,
      boolean chained) {
    String target = plan == null ? null : plan.target();
    boolean healthy = target == null || routes.isHealthy(incident.route(), target);
    return new ContainmentRules.Case(incident, plan, healthy,
        plan == null ? null : others.blocker(incident, plan), chained);
  }

  private void note(Incident incident, Happening.Considered decided)
      throws GateClosed, Unavailable {
    records.record(incident.id(), IncidentRecords.PRISM, decided.rule(),
        now -> now.last(Happening.Considered.class)
            .filter(before -> before.course().equals(decided.course())
                && before.rule().equals(decided.rule()))
            .isPresent() && now.openIntent().isEmpty() ? null : decided);
  }

  /// Makes the flip, or puts it in the place of the incident's flip that is in force. One for single sessions,
  /// which carry a bad answer already, is made beside it: the rest stays contained.
  ///
  /// @return what became of it
  public ChangeResult flip(String id, FlipPlan plan, String who, String why)
      throws GateClosed, Unavailable {
    records.record(id, who, why, _ -> new Happening.FlipIntended(plan));
    return carryOut(id, plan, who, why);
  }

  /// The same once the intent is durable.
  ChangeResult carryOut(String id, FlipPlan plan, String who, String why)
      throws GateClosed, Unavailable {
    List<Flip> before = plan.sessions().isEmpty() ? routes.trafficFlipsOf(id) : List.of();
    Optional<Flip> place = before.isEmpty()
        ? others.givingWay(records.log().find(id).orElseThrow(), plan)
        : Optional.of(before.getLast());
    ChangeNote note = new ChangeNote(who, why.isBlank() ? "contained" : why, id, null);
    ChangeResult result = place.isEmpty()
        ? control.flip(request(plan), note)
        : control.replace(place.get().id(), request(plan), note);
    switch (result) {
      case ChangeResult.Done done -> {
        Flip flip = done.flip();
        if (!before.isEmpty()) {
          ended(id, before.getLast().id(), "replaced", who);
        }
        made(id, flip, plan, who, why);
        takeBackIfOver(id, flip);
      }
      case ChangeResult.Refused refused -> records.record(id, who, refused.message(),
          _ -> new Happening.Considered(ContainmentRules.DECLINED,
              "the flip was refused: " + refused.message(), plan));
      case ChangeResult.Preview _ -> throw new IllegalStateException("a flip is no preview");
    }
    return result;
  }

  /// An incident may end between the intent and the flip, and then nobody else takes it back.
  private void takeBackIfOver(String id, Flip flip) throws GateClosed, Unavailable {
    boolean over = records.log().find(id).filter(now -> now.state().isOver()).isPresent();
    String why = "the incident was over by then";
    if (over && control.revert(flip.id(),
        new ChangeNote(IncidentRecords.PRISM, why, id, null)) instanceof ChangeResult.Done) {
      ended(id, flip.id(), "reverted", IncidentRecords.PRISM);
    }
  }

  /// Records a flip that is in the routing table.
  void made(String id, Flip flip, FlipPlan plan, String who, String why)
      throws GateClosed, Unavailable {
    records.record(id, who, why,
        now -> now.all(Happening.Flipped.class).anyMatch(it -> it.flipId().equals(flip.id()))
            ? null
            : new Happening.Flipped(flip.id(), flip.revision(), plan,
                flip.createdAtMillis() + plan.ttlMillis()));
  }

  /// Records that a flip is no longer in force.
  void ended(String id, String flipId, String how, String who) throws GateClosed, Unavailable {
    records.record(id, who, how,
        now -> now.all(Happening.FlipEnded.class).anyMatch(it -> it.flipId().equals(flipId))
            ? null
            : new Happening.FlipEnded(flipId, how));
  }

  private static FlipRequest request(FlipPlan plan) {
    FlipTo to = new FlipTo(plan.target(), null, plan.rails());
    return new FlipRequest(plan.route(), to, scope(plan), BACKSTOP,
        plan.cut() ? Flip.InFlight.CUT : Flip.InFlight.FINISH);
  }

  static Scope scope(FlipPlan plan) {
    return new Scope(plan.tenants(), plan.sessions(), plan.metadata(), Scope.DEFAULT_PERCENT);
  }

  private static String reason(Incident incident, FlipPlan plan) {
    String type = incident.classification()
        .map(named -> named.type().word() + " " + named.severity())
        .orElse("incident");
    return type + ": " + incident.signals().getFirst().text()
        + (plan.hop() == 0 ? "" : "; hop " + plan.hop() + ", the safe target failed too");
  }

  /// The route's share of all requests of the last quarter of an hour, as this node has seen them.
  private double routeShare(String route) {
    ChangeResult seen = control.preview(
        FlipRequest.of(route, FlipTo.target(routes.home(route).stream().findFirst().orElse("-"))),
        ChangeNote.of(IncidentRecords.PRISM, "how much traffic that is"));
    return seen instanceof ChangeResult.Preview(var impact) && impact.requests() > 0
        ? impact.trafficShare()
        : 1;
  }
}
