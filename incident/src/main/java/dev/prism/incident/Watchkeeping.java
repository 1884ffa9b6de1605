package dev.prism.incident;

import dev.prism.incident.IncidentLog.Unavailable;
import dev.prism.routing.Flip;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps an incident's record true to the routing table, and its timers: who has not taken it in time, and
/// which flip's time is up.
final class Watchkeeping {
  /// How a flip ended that nobody has said the end of.
  private static final String GONE = "gone";
  private static final int MOST_ESCALATIONS = 5;
  private static final double WARN_AT = 0.8;
  private static final long RETRY_INTENT_MILLIS = 2_000;
  /// How long after the table the record may say how a flip ended.
  private static final long RECORDED_WITHIN_MILLIS = 2_000;

  private final IncidentRecords records;
  private final RouteFacts routes;
  private final Containment containment;
  private final Verification verification;
  private final OverlappingFlips others;

  Watchkeeping(Desk desk, Containment containment, Verification verification) {
    records = desk.records();
    routes = desk.routes();
    this.containment = containment;
    this.verification = verification;
    others = new OverlappingFlips(routes, records);
  }

  /// Takes up a flip that was begun, takes over those that persons made for the incident, and notes those
  /// that are gone.
  ///
  /// @return false while it is not known why a flip is gone: nothing is to be decided by it then
  boolean reconcile(Incident incident) throws GateClosed, Unavailable {
    List<Flip> there = routes.flipsOf(incident.id());
    Set<String> known = known(incident);
    Optional<IncidentEvent> intent = incident.openIntent();
    for (Flip flip : there) {
      if (!known.contains(flip.id()) && flip.to().strategy() == null) {
        FlipPlan plan = intent.map(event -> ((Happening.FlipIntended) event.what()).plan())
            .orElseGet(() -> adopted(flip));
        containment.made(incident.id(), flip, plan, flip.author(), flip.reason());
      }
    }
    if (intent.isPresent() && there.stream().allMatch(flip -> known.contains(flip.id()))
        && records.now() - intent.get().atMillis() > RETRY_INTENT_MILLIS) {
      Happening.FlipIntended intended = (Happening.FlipIntended) intent.get().what();
      containment.carryOut(incident.id(), intended.plan(), intent.get().who(), intent.get().why());
    }
    return !forgetGone(incident, there) && respectPersons(incident);
  }

  private static Set<String> known(Incident incident) {
    Set<String> known = new HashSet<>();
    incident.all(Happening.Flipped.class).forEach(flip -> known.add(flip.flipId()));
    return known;
  }

  private static FlipPlan adopted(Flip flip) {
    long ttl = flip.expiresAtMillis() == 0
        ? Containment.BACKSTOP.toMillis()
        : Math.max(1, flip.expiresAtMillis() - flip.createdAtMillis());
    return new FlipPlan(flip.route(), flip.to().target(), flip.to().rails(), flip.scope().tenants(),
        flip.scope().sessions(), flip.scope().metadata(), flip.inFlight() == Flip.InFlight.CUT, ttl,
        0, 1, 1);
  }

  private boolean forgetGone(Incident incident, List<Flip> there) throws GateClosed, Unavailable {
    boolean any = false;
    for (Happening.Flipped flip : incident.flips()) {
      if (routes.revision() >= flip.revision()
          && there.stream().noneMatch(it -> it.id().equals(flip.flipId()))) {
        containment.ended(incident.id(), flip.flipId(),
            others.tookOver(incident, flip) ? "taken over" : GONE, IncidentRecords.PRISM);
        any = true;
      }
    }
    return any;
  }

  /// A flip that a person took back is not made again by itself. Prism's own hand changes the table first and the
  /// record then: that flip is gone too for a moment, and its true end follows.
  ///
  /// @return false while it is not known whose hand it was
  private boolean respectPersons(Incident incident) throws GateClosed, Unavailable {
    IncidentEvent last = lastOfFlips(incident);
    if (last == null || !incident.flips().isEmpty()
        || !(last.what() instanceof Happening.FlipEnded(var flipId, var how))
        || !how.equals(GONE)) {
      return true;
    }
    if (records.now() - last.atMillis() < RECORDED_WITHIN_MILLIS) {
      return false;
    }
    records.record(incident.id(), IncidentRecords.PRISM, flipId + " was reverted by another hand",
        now -> last.equals(lastOfFlips(now)) && now.automationOn()
            ? new Happening.AutomationSet(false)
            : null);
    return true;
  }

  private static @Nullable IncidentEvent lastOfFlips(Incident incident) {
    return incident.events()
        .stream()
        .filter(event -> event.what() instanceof Happening.Flipped
            || event.what() instanceof Happening.FlipEnded
            || event.what() instanceof Happening.AutomationSet)
        .reduce((_, later) -> later)
        .orElse(null);
  }

  /// Nobody took it within its time: on to the next contact.
  void acknowledgement(Incident incident) throws GateClosed, Unavailable {
    boolean taken = incident.events()
        .stream()
        .anyMatch(event -> !event.who().equals(IncidentRecords.PRISM));
    int level = 1 + incident.all(Happening.Escalated.class)
        .mapToInt(Happening.Escalated::level)
        .max()
        .orElse(0);
    Duration within = incident.severity().acknowledgeWithin();
    if (taken || level > MOST_ESCALATIONS
        || records.now() - incident.openedAtMillis() < level * within.toMillis()) {
      return;
    }
    records.record(incident.id(), IncidentRecords.PRISM, "nobody has taken it",
        now -> now.all(Happening.Escalated.class).anyMatch(it -> it.level() >= level)
            ? null
            : new Happening.Escalated(level,
                "not acknowledged within " + within.toMinutes() + " minutes"));
  }

  /// Warns before a flip's time is up. At its end S1 is held, time and again, and a person is asked; the
  /// others go back through a canary.
  void expiry(Incident incident) throws GateClosed, Unavailable {
    for (Happening.Flipped flip : incident.flips()) {
      long ttl = flip.plan().ttlMillis();
      long left = flip.expiresAtMillis() - records.now();
      String course = left > (1 - WARN_AT) * ttl ? null : courseOf(incident, left);
      if (course != null) {
        long turn = left > 0 ? 0 : 1 + -left / ttl;
        String name = turn > 1 ? course + " " + turn : course;
        if (left <= 0 && incident.severity() != Severity.S1 && !told(incident, flip.flipId(), name)
            && incident.automationOn()) {
          verification.giveBack(incident);
        }
        records.record(incident.id(), IncidentRecords.PRISM, flip.flipId() + ": " + name,
            now -> told(now, flip.flipId(), name)
                ? null
                : new Happening.FlipExpiring(flip.flipId(), name));
      }
    }
  }

  private static @Nullable String courseOf(Incident incident, long left) {
    if (left > 0) {
      return "expires soon";
    }
    return incident.severity() == Severity.S1
        ? "expired: held, a person is asked"
        : "expired: back through the canary";
  }

  private static boolean told(Incident incident, String flipId, String course) {
    return incident.all(Happening.FlipExpiring.class)
        .anyMatch(it -> it.flipId().equals(flipId) && Objects.equals(it.course(), course));
  }
}
