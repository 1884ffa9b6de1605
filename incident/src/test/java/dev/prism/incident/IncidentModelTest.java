package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.routing.ChangeNote;
import dev.prism.routing.Flip;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.FlipTo;
import dev.prism.routing.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random nights: signals, persons, passing time and a store that goes away. Whatever happens, the safety
/// rules hold.
class IncidentModelTest {
  private static final List<String> ROUTES = List.of("a", "b", "c", "d", "e");
  private static final int STEPS = Integer.getInteger("incident.model.steps", 250);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theSafetyRulesHoldWhateverHappens(long seed) throws Exception {
    Random random = new Random(seed);
    Night night = new Night(Night.of(100, 3, Duration.ofMinutes(15), 3),
        ROUTES.toArray(String[]::new));
    Map<String, Integer> checked = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      one(night, random);
      night.log.away = random.nextInt(20) == 0;
      night.round();
      night.log.away = false;
      night.round();
      check(night, checked, "seed " + seed + ", step " + step);
    }
  }

  private static void one(Night night, Random random) throws Exception {
    String route = ROUTES.get(random.nextInt(ROUTES.size()));
    String target = List.of("live", "live", "old", "older").get(random.nextInt(4));
    switch (random.nextInt(12)) {
      case 0, 1 -> night.intake.take(night.leak(route, target));
      case 2 -> night.intake.take(night.drop(route, target, "factual_grounding", 6));
      case 3 ->
        night.intake.take(night.check(route, target, "instruction_adherence", "refusal_broken"));
      case 4 -> night.control.flip(FlipRequest.of(route, FlipTo.target("older"))
          .within(Scope.ofTenants("t" + random.nextInt(3)))
          .expiring(Duration.ofMinutes(30)), ChangeNote.of("ann", "by hand"));
      case 5 -> {
        List<Flip> flips = night.flips();
        if (!flips.isEmpty()) {
          night.control.revert(flips.get(random.nextInt(flips.size())).id(),
              ChangeNote.of("ann", "over"));
        }
      }
      case 6 -> night.onCall.freeze(random.nextBoolean(), "ann", "a test");
      case 7 -> person(night, random);
      case 8 -> {
        for (int i = 0; i < 220; i++) {
          String to = night.flips().stream().anyMatch(flip -> flip.route().equals(route))
              ? "old"
              : "live";
          night.served(route, to, "t" + i % 3);
        }
      }
      default -> night.pass(Duration.ofSeconds(random.nextInt(1_200)));
    }
    night.control.expire();
  }

  private static void person(Night night, Random random) throws Exception {
    List<Incident> open = night.log.open();
    if (open.isEmpty()) {
      return;
    }
    Incident incident = open.get(random.nextInt(open.size()));
    try {
      switch (random.nextInt(5)) {
        case 0 -> night.onCall.acknowledge(incident.id(), "ann", "mine");
        case 1 -> night.onCall.falseAlarm(incident.id(), "ann", "nothing");
        case 2 -> night.onCall.evaluate(incident.id(), "ann");
        case 3 ->
          night.onCall.automation(incident.id(), "ann", "give and take", random.nextBoolean());
        default -> night.onCall.waive(incident.id(), "ann", "nothing to contain");
      }
    } catch (GateClosed _) {
      // The playbook says no, which is what gates are for.
    }
  }

  /// @param checked by incident, how many of its events have been looked at: they do not change
  private static void check(Night night, Map<String, Integer> checked, String when)
      throws Exception {
    List<Flip> own = night.flips()
        .stream()
        .filter(flip -> flip.author().equals(IncidentRecords.PRISM) && flip.incident() != null)
        .toList();
    for (Flip flip : own) {
      assertThat(flip.expiresAtMillis()).as("%s: every flip expires", when).isPositive();
      for (Flip other : own) {
        assertThat(!flip.id().equals(other.id()) && flip.route().equals(other.route())
            && flip.scope().mayOverlap(other.scope()))
            .as("%s: %s and %s overlap", when, flip, other)
            .isFalse();
      }
    }
    assertThat(recentRoutes(night)).as("%s: the cap of routes", when).hasSizeLessThanOrEqualTo(3);
    Map<String, Long> audited = night.log.audit()
        .stream()
        .filter(it -> it.incident() != null)
        .collect(Collectors.groupingBy(it -> String.valueOf(it.incident()), Collectors.counting()));
    for (Incident incident : night.log.list(IncidentLog.Filter.ALL, 10_000)) {
      List<IncidentEvent> events = incident.events();
      assertThat(audited.getOrDefault(incident.id(), 0L))
          .as("%s: an audit entry for every event", when)
          .isEqualTo(events.size());
      Integer before = checked.put(incident.id(), events.size());
      if (before != null && before == events.size()) {
        continue;
      }
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i).number()).as("%s: no gap", when).isEqualTo(i + 1L);
      }
      assertThat(incident.all(Happening.Flipped.class)).as("%s: an expiry on every flip", when)
          .allMatch(flip -> flip.expiresAtMillis() > 0);
    }
    assertThat(night.revisions.entries()).as("%s: an audit entry for every revision", when)
        .hasSize((int) night.router.table().number());
  }

  private static Set<String> recentRoutes(Night night) throws Exception {
    Set<String> routes = new HashSet<>();
    for (Incident incident : night.log.list(IncidentLog.Filter.ALL, 10_000)) {
      for (IncidentEvent event : incident.events()) {
        if (event.what() instanceof Happening.Flipped && event.who().equals(IncidentRecords.PRISM)
            && night.millis.get() - event.atMillis() < Duration.ofMinutes(10).toMillis()) {
          routes.add(incident.route());
        }
      }
    }
    return routes;
  }
}
