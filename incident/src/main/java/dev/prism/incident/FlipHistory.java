package dev.prism.incident;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The flips that the gateway made by itself lately, by which its own eagerness is limited. Taken from the
/// incidents' events, so that every node counts the same and a new leader goes on counting. Pure.
final class FlipHistory {
  static final Duration ROUTES_WITHIN = Duration.ofMinutes(10);
  static final Duration LATCH_WITHIN = Duration.ofMinutes(60);
  private static final double PENALTY = 1_000;
  private static final double SUPPRESS_ABOVE = 2_000;
  private static final double HALF_LIFE_MILLIS = Duration.ofMinutes(15).toMillis();

  private final List<Made> made = new ArrayList<>();
  private final long now;

  private record Made(String route, long atMillis) {}

  /// @param incidents opened or changed within the last hour at least
  FlipHistory(List<Incident> incidents, long now) {
    this.now = now;
    for (Incident incident : incidents) {
      for (IncidentEvent event : incident.events()) {
        if (event.what() instanceof Happening.Flipped
            && event.who().equals(IncidentRecords.PRISM)) {
          made.add(new Made(incident.route(), event.atMillis()));
        }
      }
    }
  }

  /// Other routes that were flipped within ten minutes.
  int otherRoutes(String route) {
    Set<String> routes = new HashSet<>();
    made.stream()
        .filter(it -> now - it.atMillis() < ROUTES_WITHIN.toMillis())
        .forEach(it -> routes.add(it.route()));
    routes.remove(route);
    return routes.size();
  }

  /// Flips of this route within an hour.
  long latching(String route) {
    return within(route, LATCH_WITHIN);
  }

  long within(String route, Duration time) {
    return made.stream()
        .filter(it -> it.route().equals(route) && now - it.atMillis() < time.toMillis())
        .count();
  }

  /// Whether a penalty per flip, which halves every 15 minutes, is too high for another.
  boolean isDamped(String route) {
    double penalty = made.stream()
        .filter(it -> it.route().equals(route))
        .mapToDouble(it -> PENALTY * Math.pow(0.5, (now - it.atMillis()) / HALF_LIFE_MILLIS))
        .sum();
    return penalty + PENALTY > SUPPRESS_ABOVE + PENALTY;
  }
}
