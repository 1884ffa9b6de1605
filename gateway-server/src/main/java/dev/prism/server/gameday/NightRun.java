package dev.prism.server.gameday;

import dev.prism.server.gameday.Stage.Customer;
import dev.prism.server.gameday.Stage.Seen;
import dev.prism.server.gameday.Stage.Served;
import java.io.IOException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// One night, played whole on a stage. The customers, the model and the judge's marks are made up; what the
/// gateway does with them is what it does in earnest.
final class NightRun {
  static final long START = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();
  static final long MINUTE = 60_000;
  /// A judge marks no more than so many answers of a route in a minute.
  private static final int MOST_JUDGED = 40;
  /// What an on-call who was told what to do needs to do it.
  private static final long CLICK_MILLIS = 120_000;
  private static final int ELSEWHERE = 4;

  private final Scenario scenario;
  private final NightMarks marks;
  private final Stage stage;
  private final Pace pace;
  private final SplittableRandom random;
  private long millis = START;
  private int customers;
  private int falsePages;
  private @Nullable Seen incident;
  private @Nullable Long flippedAt;
  private Reach reach = Reach.UNTOUCHED;
  private double shipped;
  private double collateral;

  NightRun(Scenario scenario, NightMarks marks, Stage stage, Pace pace) {
    this.scenario = scenario;
    this.marks = marks;
    this.stage = stage;
    this.pace = pace;
    random = new SplittableRandom(scenario.seed());
  }

  /// How what is in force falls on the two kinds of requests.
  ///
  /// @param revision  of the routing table
  /// @param through   of the cohort's requests, the share that a bad target answers, 0 to 1
  /// @param movedIn   of the cohort's requests, the share that another target answers, 0 to 1
  /// @param movedOut  of the others
  private record Reach(long revision, double through, double movedIn, double movedOut) {
    private static final Reach UNTOUCHED = new Reach(-1, 1, 0, 0);
  }

  NightResult run() throws IOException, InterruptedException {
    int end = scenario.isNull()
        ? scenario.minutes()
        : Math.min(scenario.minutes(), scenario.onset() + pace.horizon());
    for (int minute = 0; minute < end; minute++) {
      minute(minute);
    }
    return result();
  }

  private void minute(int minute) throws IOException, InterruptedException {
    boolean trouble = !scenario.isNull() && minute >= scenario.onset();
    long begin = START + minute * MINUTE;
    step(begin);
    stage.elsewhere(ELSEWHERE);
    int judged = Math.min(MOST_JUDGED, drawn(scenario.perMinute() * stage.sampling()));
    int leaks = trouble ? drawn(scenario.perMinute() * scenario.leaks() / 1_000) : 0;
    int plain = pace.isWhole(begin) ? Math.max(0, drawn(scenario.perMinute()) - judged) : 0;
    int all = judged + leaks + plain;
    for (int i = 1; i <= all; i++) {
      step(begin + i * MINUTE / (all + 1));
      int drawn = random.nextInt(leaks + judged + plain);
      if (drawn < leaks) {
        leaks--;
        leak();
      } else if (drawn < leaks + judged) {
        judged--;
        judged(trouble ? scenario.extent(minute - scenario.onset()) : 0);
      } else {
        plain--;
        stage.ask(customer(random.nextDouble() < scenario.cohort(), false));
      }
    }
    step(begin + MINUTE - 1);
    stage.settle();
    look(trouble);
    if (trouble) {
      count(scenario.extent(minute - scenario.onset()));
    }
  }

  private void step(long to) throws IOException, InterruptedException {
    millis = Math.max(millis, to);
    stage.at(millis);
  }

  private void judged(double extent) throws IOException, InterruptedException {
    boolean inCohort = random.nextDouble() < scenario.cohort();
    Served served = stage.ask(customer(inCohort, false));
    stage.mark(served, marks.of(served.target(), inCohort, extent));
  }

  private void leak() throws IOException, InterruptedException {
    Served served = stage.ask(customer(true, true));
    if (served.leaked()) {
      shipped++;
      stage.settle();
      look(true);
    }
  }

  private Customer customer(boolean inCohort, boolean leaky) {
    return Crowd.customer(scenario, "s" + ++customers, random.nextInt(Crowd.TENANTS), inCohort,
        leaky);
  }

  private void look(boolean trouble) throws IOException, InterruptedException {
    Seen now = stage.incident();
    if (now == null) {
      return;
    }
    if (!trouble) {
      falsePages++;
      stage.dismiss(now);
      return;
    }
    incident = now;
    if (now.flips() == 0 && now.suggested() && millis - now.openedMillis() >= CLICK_MILLIS) {
      stage.click(now);
      incident = stage.incident();
    }
    if (flippedAt == null && incident != null && incident.flips() > 0) {
      flippedAt = millis;
    }
  }

  private void count(double extent) throws IOException, InterruptedException {
    if (flippedAt != null) {
      reach = reached();
    }
    double bad = scenario.perMinute() * scenario.badShare();
    shipped += scenario.leaks() > 0 ? 0 : bad * extent * reach.through();
    collateral += goodInCohort(extent) * reach.movedIn()
        + scenario.perMinute() * (1 - scenario.cohort()) * reach.movedOut();
  }

  /// In a minute.
  private double goodInCohort(double extent) {
    double all = scenario.perMinute() * scenario.cohort();
    return scenario.leaks() > 0 ? all : all - scenario.perMinute() * scenario.badShare() * extent;
  }

  /// Asks for every tenant, in the cohort and out of it, whenever the routing table has changed.
  private Reach reached() throws IOException, InterruptedException {
    Served first = stage.ask(customer(false, false));
    if (first.revision() == reach.revision()) {
      return reach;
    }
    double through = 0;
    double movedIn = 0;
    double movedOut = 0;
    for (int tenant = 0; tenant < Crowd.TENANTS; tenant++) {
      Served in = stage.ask(Crowd.customer(scenario, "probe-" + ++customers, tenant, true, false));
      Served out = stage
          .ask(Crowd.customer(scenario, "probe-" + ++customers, tenant, false, false));
      through += marks.isBad(in.target()) && !isRailed(in) ? 1 : 0;
      movedIn += in.target().equals(NightMarks.LIVE) ? 0 : 1;
      movedOut += out.target().equals(NightMarks.LIVE) ? 0 : 1;
    }
    return new Reach(first.revision(), through / Crowd.TENANTS, movedIn / Crowd.TENANTS,
        movedOut / Crowd.TENANTS);
  }

  /// The rails of a class are taken to stop what they are there for; whether the scanners do is measured elsewhere.
  private boolean isRailed(Served served) {
    return scenario.truth().equals("jailbreak") && served.incident() != null && incident != null
        && !incident.rails().isEmpty();
  }

  /// So many of a number of independent requests.
  private int drawn(double expected) {
    double limit = Math.exp(-Math.min(expected, 500));
    int count = 0;
    for (double product = random.nextDouble(); product > limit; count++) {
      product *= random.nextDouble();
    }
    return count;
  }

  private NightResult result() throws IOException, InterruptedException {
    Seen seen = incident;
    long onset = START + scenario.onset() * MINUTE;
    int counted = Math.min(pace.horizon(), scenario.minutes() - scenario.onset());
    double never = 0;
    double good = 0;
    for (int minute = 0; minute < counted && !scenario.isNull(); minute++) {
      never += scenario.perMinute() * scenario.badShare() * scenario.extent(minute);
      good += goodInCohort(scenario.extent(minute));
    }
    Stage.Aftermath after = seen == null || flippedAt == null
        ? Stage.Aftermath.NONE
        : stage.after(seen);
    return new NightResult(scenario, falsePages,
        scenario.isNull() ? scenario.minutes() : scenario.onset(),
        seen == null ? null : (seen.openedMillis() - onset) / (double) MINUTE,
        seen == null || flippedAt == null
            ? null
            : (flippedAt - seen.openedMillis()) / (double) MINUTE,
        seen != null && Boolean.TRUE.equals(seen.byItself()), shipped, never, oracle(never),
        seen == null ? 0 : seen.flips(), collateral, hasRails() || isHelpless() ? 0 : good,
        seen == null ? null : seen.named(), seen == null ? null : seen.severity(), after.outcome(),
        after.widened(), after.verified());
  }

  /// What gets through when the route is flipped at the onset, with the rails of its class.
  private double oracle(double never) {
    return isHelpless() && !hasRails() ? never : 0;
  }

  private boolean hasRails() {
    return scenario.truth().equals("pii_leak") || scenario.truth().equals("jailbreak");
  }

  private boolean isHelpless() {
    return scenario.fallback().equals("also_bad") || scenario.fallback().equals("missing");
  }
}
