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
  /// How a flip ended that somebody else took back.
  private static final String GONE = "gone";
  private static final int MOST_ESCALATIONS = 5;
  private static final double WARN_AT = 0.8;
  private static final long RETRY_INTENT_MILLIS = 2_000;

  private final IncidentRecords records;
  private final RouteFacts routes;
  private final Containment containment;
  private final Verification verification;

  Watchkeeping(Desk desk, Containment containment, Verification verification) {
    records = desk.records();
    routes = desk.routes();
    this.containment = containment;
    this.verification = verification;
  }

  /// Takes up a flip that was begun, takes over those that persons made for the incident, and notes those
  /// that are gone.
  void reconcile(Incident incident) throws GateClosed, Unavailable {
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
    forgetGone(incident, there);
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

  /// A flip that a person took back is not made again by itself.
  private void forgetGone(Incident incident, List<Flip> there) throws GateClosed, Unavailable {
    for (Happening.Flipped flip : incident.flips()) {
      boolean gone = there.stream().noneMatch(it -> it.id().equals(flip.flipId()));
      if (gone && routes.revision() >= flip.revision()) {
        containment.ended(incident.id(), flip.flipId(), GONE, IncidentRecords.PRISM);
        records.record(incident.id(), IncidentRecords.PRISM,
            flip.flipId() + " was reverted by another hand",
            now -> now.automationOn() && now.flips().isEmpty() && isGone(now, flip.flipId())
                ? new Happening.AutomationSet(false)
                : null);
      }
    }
  }

  /// Whether it was this that found the flip gone, and not its own controller that ended it meanwhile.
  private static boolean isGone(Incident now, String flipId) {
    return now.all(Happening.FlipEnded.class)
        .anyMatch(end -> end.flipId().equals(flipId) && end.how().equals(GONE));
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
