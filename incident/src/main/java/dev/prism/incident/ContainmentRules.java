package dev.prism.incident;

import dev.prism.incident.ContainSettings.Mode;
import dev.prism.incident.IncidentLog.Freeze;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether containment acts, suggests, or leaves it: the safety rules, in order; the first that speaks
/// against acting decides, and is what the incident's record names. Pure. A rule's text never holds a figure
/// that changes by itself, so that the same decision is recorded once.
final class ContainmentRules {
  static final String AUTO = "auto";
  static final String SUGGEST = "suggest";
  static final String SHADOW = "shadow";
  static final String COVERED = "covered";
  static final String DECLINED = "declined";
  private static final double TO_PERCENT = 100;

  private final ContainSettings settings;
  private final FlipHistory history;

  /// @param plan    what would be done, null when there is nothing to flip to
  /// @param healthy whether its target can take traffic
  /// @param blocker a flip of the route that overlaps, null for none
  /// @param chained whether it replaces a flip to a safe target that failed too
  record Case(
      Incident incident,
      @Nullable FlipPlan plan,
      boolean healthy,
      @Nullable Blocker blocker,
      boolean chained) {}

  /// @param byPerson whether a person made it
  /// @param helps    whether it does something about this trouble too
  record Blocker(String flipId, boolean byPerson, boolean helps) {}

  ContainmentRules(ContainSettings settings, FlipHistory history) {
    this.settings = settings;
    this.history = history;
  }

  Happening.Considered decide(Case it, Freeze freeze) {
    FlipPlan plan = it.plan();
    if (settings.mode() == Mode.OFF) {
      return considered(DECLINED, "the mode is off", null);
    }
    if (plan == null) {
      return considered(DECLINED, "the route has no safe target left and no rails to add", null);
    }
    if (it.blocker() != null) {
      return it.blocker().byPerson()
          ? considered(SUGGEST,
              "a person's flip " + it.blocker().flipId()
                  + " is in force here, and beats automation",
              plan)
          : of(it.blocker(), plan);
    }
    if (settings.mode() == Mode.SHADOW) {
      return considered(SHADOW, "the mode is shadow: this is what would have been done", plan);
    }
    Optional<String> against = against(it, plan, freeze);
    return against.isPresent()
        ? considered(SUGGEST, against.get(), plan)
        : considered(AUTO, "every safety rule holds", plan);
  }

  private static Happening.Considered of(Blocker flip, FlipPlan plan) {
    return flip.helps()
        ? considered(COVERED, flip.flipId() + " of another incident is in force here", plan)
        : considered(SUGGEST,
            flip.flipId() + " of another incident is in force here and does nothing about this",
            plan);
  }

  /// The first rule that leaves it to a person.
  private Optional<String> against(Case it, FlipPlan plan, Freeze freeze) {
    Incident incident = it.incident();
    if (settings.mode() == Mode.SUGGEST) {
      return Optional.of("the mode is suggest");
    }
    if (freeze.on()) {
      return Optional.of("automation is frozen by " + freeze.who());
    }
    if (!incident.automationOn()) {
      return Optional.of("a person has taken over this incident");
    }
    return incident.classification()
        .map(named -> ofClass(named, it, plan))
        .orElse(Optional.of("the class is not named"))
        .or(() -> ofLimits(it, plan));
  }

  private Optional<String> ofClass(Happening.Classified named, Case it, FlipPlan plan) {
    if (named.severity() == Severity.S3) {
      return Optional.of("S3 is left to a person");
    }
    if (!settings.classes().contains(named.type())) {
      return Optional.of(
          "the class " + named.type().word() + " is not one that may be" + " contained by itself");
    }
    if (plan.target() != null && !it.healthy()) {
      return Optional.of("the safe target is not healthy");
    }
    return Optional.empty();
  }

  private Optional<String> ofLimits(Case it, FlipPlan plan) {
    String route = plan.route();
    if (TO_PERCENT * plan.traffic() > settings.capPercent()) {
      return Optional.of("it would move more of all traffic than cap-percent allows");
    }
    if (history.otherRoutes(route) >= settings.capRoutes()) {
      return Optional.of("as many routes as cap-routes allows were flipped within ten minutes");
    }
    if (history.latching(route) >= settings.latch()) {
      return Optional.of("latched: too many flips of this route within an hour");
    }
    if (it.chained()) {
      return Optional.empty();
    }
    if (history.within(route, settings.cooldown()) > 0) {
      return Optional.of("cooling down: this route was flipped a short while ago");
    }
    return history.isDamped(route)
        ? Optional.of("damped: this route has been flapping")
        : Optional.empty();
  }

  private static Happening.Considered considered(String course, String rule,
      @Nullable FlipPlan plan) {
    return new Happening.Considered(course, rule, plan);
  }
}
