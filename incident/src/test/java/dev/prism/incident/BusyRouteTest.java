package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prism.exchange.ScoredTrace;
import dev.prism.routing.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// What an incident is told by on a busy route, of which everything that fails is kept and one in twenty of the others.
class BusyRouteTest {
  private static final String GROUNDING = "factual_grounding";
  private static final String REASON = "unsupported";
  private static final int FEW = 20;
  private static final double USUAL = 0.05;
  private static final long SEED = 2811;

  private final Random random = new Random(SEED);
  private final Night night = new Night(Night.willing(), "refund");

  /// Some of the traffic.
  ///
  /// @param region where it comes from
  /// @param target that answers
  /// @param fails  the share that does, 0 to 1
  private record Part(String region, String target, double fails) {}

  /// Two hundred a second.
  ///
  /// @param keptOneIn of those that do not fail
  private void serve(int count, int keptOneIn, IntFunction<Part> parts) {
    for (int i = 0; i < count; i++) {
      Part part = parts.apply(i);
      boolean failed = random.nextDouble() < part.fails();
      night.chance = failed ? 1 : 1.0 / keptOneIn;
      if (random.nextDouble() < night.chance) {
        double mark = failed ? 1 : Math.clamp(4.5 + 0.3 * random.nextGaussian(), 3, 5);
        night.served("refund", part.target(),
            new Night.Asking("t" + i % 5, Map.of("region", part.region())), null,
            Night.score(GROUNDING, mark, failed ? REASON : null));
      }
      night.millis.addAndGet(5);
    }
  }

  private void serve(int count, int keptOneIn, double fails) {
    serve(count, keptOneIn, _ -> new Part("south", "live", fails));
  }

  /// One in twelve comes from the north.
  private void serve(int count, int keptOneIn, double north, double south) {
    serve(count, keptOneIn,
        _ -> random.nextInt(12) == 0
            ? new Part("north", "live", north)
            : new Part("south", "live", south));
  }

  /// A quiet time, of which everything is kept.
  private void quietTime() {
    serve(2_500, 1, USUAL, USUAL);
    night.pass(Duration.ofMinutes(40));
  }

  private Incident found() throws Exception {
    long now = night.millis.get();
    return night.take(new Signal.CheckFailing(Night.stream("refund", "live", GROUNDING, "checks@1"),
        REASON, now, now - Duration.ofMinutes(5).toMillis(), 10, 100, 0, List.of()));
  }

  private FlipPlan planned() throws Exception {
    night.round();
    assertThat(night.flips()).as("seed %d", SEED).hasSize(1);
    return night.log.open().getFirst().flips().getFirst().plan();
  }

  private static List<ScoredTrace> asTheyAreKept(List<ScoredTrace> traces) {
    return traces.stream().map(it -> new ScoredTrace(it.trace(), it.scores())).toList();
  }

  @Test
  void noRubricSinksWhereARouteOnlyGrowsBusy() throws Exception {
    quietTime();
    serve(8_000, FEW, USUAL);
    Incident incident = found();
    IncidentExchanges exchanges = new IncidentExchanges(night.traces);
    TroubleWindow window = exchanges.window(incident);
    assertThat(window.since().size()).as("seed %d", SEED).isBetween(650, 950);
    assertThat(RubricShifts.of(asTheyAreKept(window.since()), window.before()).dropped())
        .containsExactly(GROUNDING);
    assertThat(window.shifts(_ -> true).moved(GROUNDING)).as("seed %d", SEED).isBetween(-2.0, 2.0);
    assertThat(window.shifts(_ -> true, Set.of(GROUNDING)).dropped()).as("seed %d", SEED).isEmpty();
    assertThat(exchanges.shifts(incident).dropped()).as("seed %d", SEED).isEmpty();
  }

  @Test
  void aRubricThatSinksOnABusyRouteIsSeen() throws Exception {
    serve(8_000, FEW, USUAL);
    night.pass(Duration.ofMinutes(40));
    serve(4_000, FEW, 3 * USUAL);
    Incident incident = found();
    TroubleWindow window = new IncidentExchanges(night.traces).window(incident);
    assertThat(window.shifts(_ -> true).moved(GROUNDING)).as("seed %d", SEED).isLessThan(-4);
    assertThat(new IncidentExchanges(night.traces).shifts(incident).dropped())
        .containsExactly(GROUNDING);
  }

  /// Somewhere among the failures of a busy route there are always twenty in a row.
  @Test
  void aRunOfFailuresAloneIsNoTimeInWhichTheMarksSank() throws Exception {
    serve(8_000, FEW, USUAL);
    long calm = night.millis.get();
    night.chance = 1;
    for (int i = 0; i < 20; i++) {
      night.served("refund", "live", "t0", Night.score(GROUNDING, 1, REASON));
      night.millis.addAndGet(5);
    }
    List<ScoredTrace> all = night.traces.all.reversed();
    assertThat(ChangePoint.of(Set.of(GROUNDING), asTheyAreKept(all)).micros() / 1_000)
        .isBetween(calm - 1_000, calm + 1_000);
    assertThat(ChangePoint.of(Set.of(GROUNDING), all).micros()).as("seed %d", SEED).isZero();
    assertThat(RubricShifts.of(all.subList(0, 20), all.subList(20, all.size()), ChangePoint.LEAST)
        .isKnown(GROUNDING)).isFalse();
  }

  @Test
  void whenTheMarksOfABusyRouteSankIsFound() {
    serve(8_000, FEW, USUAL);
    long sank = night.millis.get();
    serve(2_000, FEW, 0.4);
    assertThat(ChangePoint.of(Set.of(GROUNDING), night.traces.all.reversed()).micros() / 1_000)
        .as("seed %d", SEED)
        .isCloseTo(sank, within(2_000L));
  }

  @Test
  void thePartThatFailsMoreIsMovedThoughOfTheOthersLittleIsKeptButTheirFailures() throws Exception {
    quietTime();
    serve(8_000, FEW, 0.9, USUAL);
    found();
    isMovedAsATwelfth(planned());
  }

  private static void isMovedAsATwelfth(FlipPlan north) {
    assertThat(north.metadata()).as("seed %d", SEED).isEqualTo(Map.of("region", "north"));
    assertThat(north.traffic()).as("seed %d", SEED).isCloseTo(1.0 / 12, within(0.03));
  }

  /// The failures that are looked at reach back three times as long as the rest.
  @Test
  void failuresThatAreOlderThanAllElseThatIsLookedAtDoNotCount() throws Exception {
    quietTime();
    serve(40_000, FEW, 0.3, USUAL);
    found();
    assertThat(planned().metadata()).as("seed %d", SEED).isEqualTo(Map.of("region", "north"));
  }

  @Test
  void howMuchTrafficANamedPartHasIsNotWhatIsKeptOfIt() throws Exception {
    serve(8_000, FEW, USUAL, USUAL);
    night.pass(Duration.ofMinutes(40));
    serve(8_000, FEW, 0.9, USUAL);
    night.take(night.dropIn("region=north", "refund", "live", GROUNDING, 60));
    isMovedAsATwelfth(planned());
  }

  @Test
  void thoseWhoAreLeftOutFailNoMoreWhereTheyOnlyGrowBusy() throws Exception {
    quietTime();
    serve(1_000, 1, 0.9, USUAL);
    found();
    Scope north = Containment.scope(planned());
    assertThat(north.metadata()).isEqualTo(Map.of("region", "north"));
    night.pass(Duration.ofMinutes(3));
    serve(8_000, FEW, USUAL);
    found();
    night.round();
    assertThat(night.flips()).singleElement().extracting(flip -> flip.scope()).isEqualTo(north);
  }

  @Test
  void thoseWhoAreLeftOutAreMovedTooWhereTheyFailMoreThanBefore() throws Exception {
    quietTime();
    serve(1_000, 1, 0.9, USUAL);
    found();
    planned();
    night.pass(Duration.ofMinutes(3));
    serve(8_000, FEW, 3 * USUAL);
    found();
    night.round();
    assertThat(night.flips()).singleElement().extracting(flip -> flip.scope()).isEqualTo(Scope.ALL);
  }

  @Test
  void howMuchTrafficTheBadTargetHasIsNotWhatIsKeptOfIt() throws Exception {
    serve(2_000, FEW,
        i -> i % 2 == 0 ? new Part("south", "live", 1) : new Part("south", "older", 0));
    found();
    assertThat(planned().traffic()).as("seed %d", SEED).isCloseTo(0.5, within(0.1));
  }
}
