package dev.prism.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Inventions, where only the grounding sinks, told from drift, where the plan sinks beside it. One marked answer a
/// minute; marks are as wide as a judge's.
class WideTroubleTest {
  private static final String GROUNDING = "factual_grounding";
  private static final String PLAN = "optimal_plan_execution";
  private static final long SEED = 2811;

  private final Random random = new Random(SEED);
  private final Night night = new Night(Night.willing(), "refund");

  private void serve(int minutes, double grounding, double plan) {
    for (int i = 0; i < minutes; i++) {
      night.served("refund", "live", "t" + random.nextInt(6), mark(GROUNDING, grounding),
          mark(PLAN, plan));
      night.pass(Duration.ofMinutes(1));
    }
  }

  private Score mark(String rubric, double lower) {
    return Night.score(rubric, Math.clamp(3.5 + 0.75 * random.nextGaussian() - lower, 1, 5), null);
  }

  /// Its onset is when its evidence last stood at nothing: hours before the trouble.
  private Signal early() {
    long now = night.millis.get();
    return new Signal.ScoreDrop(Night.stream("refund", "live", GROUNDING, "judge@1"), "betting",
        now, now - Duration.ofHours(4).toMillis(), 3, 1, 5, 62, 55, false, List.of());
  }

  /// @param plan how much that rubric sinks beside grounding
  private Incident pagedEarly(double plan) throws Exception {
    serve(400, 0, 0);
    serve(12, 1.2, plan);
    Incident incident = night.take(early());
    night.round();
    return incident;
  }

  private IncidentClass type(Incident incident) throws Exception {
    return night.now(incident).classification().orElseThrow().type();
  }

  @Test
  void whatSankBesideShowsThoughTheOnsetIsSaidToBeHoursTooEarly() throws Exception {
    Incident incident = pagedEarly(1.2);
    assertThat(type(incident)).as("seed %d", SEED).isEqualTo(IncidentClass.DRIFT);

    night.traces.all.clear();
    night.pass(Duration.ofMinutes(5));
    night.take(night.drop("refund", "live", GROUNDING, 12));
    night.round();
    assertThat(type(incident)).as("where nothing is known any more it stays what it was")
        .isEqualTo(IncidentClass.DRIFT);
  }

  @Test
  void inventionsStayInventionsWhereTheOnsetIsTooEarly() throws Exception {
    assertThat(type(pagedEarly(0))).as("seed %d", SEED).isEqualTo(IncidentClass.HALLUCINATION);
  }

  /// The page comes with the first bad marks; until somebody has clicked, more answers are marked.
  @Test
  void whatHasSunkBesideByTheTimeOfContainmentMakesInventionsADrift() throws Exception {
    Night asking = new Night(ContainSettings.DEFAULT, "refund");
    for (int i = 0; i < 400; i++) {
      asking.served("refund", "live", "t" + i % 6, mark(GROUNDING, 0), mark(PLAN, 0));
    }
    asking.pass(Duration.ofMinutes(1));
    Incident incident = asking.take(asking.drop("refund", "live", GROUNDING, 20));
    asking.round();
    assertThat(asking.now(incident).classification().orElseThrow().type())
        .isEqualTo(IncidentClass.HALLUCINATION);
    for (int i = 0; i < 30; i++) {
      asking.served("refund", "live", "t" + i % 6, mark(GROUNDING, 1.2), mark(PLAN, 1.2));
    }
    asking.pass(Duration.ofMinutes(2));
    Containment containment = asking.keeper.containment();
    containment.flip(incident.id(), containment.plan(asking.now(incident)).orElseThrow(), "ann",
        "as suggested");
    asking.round();
    asking.round();
    assertThat(asking.now(incident).classification().orElseThrow().type())
        .isEqualTo(IncidentClass.DRIFT);
    assertThat(asking.now(incident).severity()).isEqualTo(Severity.S2);
  }

  @Test
  void whereEverythingSankItIsNoBrokenRefusal() throws Exception {
    Incident incident = night.take(night.drop("refund", "live", GROUNDING, 12));
    night.take(night.drop("refund", "live", PLAN, 12));
    night.round();
    night.take(night.drop("refund", "live", "privacy_and_safety", 4));
    night.take(night.drop("refund", "live", "instruction_adherence", 4));
    night.round();
    assertThat(night.now(incident).signals()).hasSize(4);
    assertThat(type(incident)).isEqualTo(IncidentClass.DRIFT);
  }

  @Test
  void aChangePointIsWhereTheMarksSank() {
    serve(300, 0, 0);
    long sank = night.millis.get();
    serve(20, 1.2, 0);
    ChangePoint point = ChangePoint.of(Set.of(GROUNDING), night.traces.all.reversed());
    assertThat(point.micros() / 1_000).as("seed %d", SEED)
        .isBetween(sank - Duration.ofMinutes(5).toMillis(),
            sank + Duration.ofMinutes(5).toMillis());
    assertThat(Stream.of(ChangePoint.of(Set.of(PLAN), night.traces.all.reversed()).micros()))
        .containsOnly(0L);
  }
}
