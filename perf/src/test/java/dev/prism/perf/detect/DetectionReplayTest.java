package dev.prism.perf.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.prism.testing.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The benchmark in small, on scores that are made up, and on a few scenarios of real ones where those are at
/// hand.
class DetectionReplayTest {
  private static final int BROKEN = 0;

  @Test
  void brokenAnswersAreSeenQuietTimeAndSwappedJudgesAreNot() {
    List<Scenario> scenarios = calm(Scenario.likely(41, 10, 0));
    List<Row> rows = List.of(DetectionBenchmark.betting("adaptive", true, false),
        DetectionBenchmark.betting("base", false, false));
    Results results = Results.of(scenarios, rows, World.synthetic());
    double adaptive = Figures.middle(results.planted(BROKEN, 0, _ -> true));
    double base = Figures.middle(results.planted(BROKEN, 1, _ -> true));
    System.err.println("8 % broken, made-up scores: " + adaptive + " min adaptive, " + base
        + " min at the base rate");
    assertThat(adaptive).isLessThan(60);
    assertThat(base).isLessThan(180);
    assertThat(results.announced).allMatch(pages -> pages[0] == 0 && pages[1] == 0);
    assertThat(results.quiet.stream().mapToInt(quiet -> quiet.pages()[0]).sum())
        .isLessThanOrEqualTo(1);
  }

  private static List<Scenario> calm(List<Scenario> all) {
    return all.stream()
        .map(one -> new Scenario(one.id(), one.kind(), one.seed(), one.onset(), one.minutes(),
            one.perMinute(), 1, 0, null, 1))
        .toList();
  }

  @Test
  void emptyAnswersAreSeenByTheChecksWithinMinutes() {
    Scenario busy = new Scenario("t", "drift", 5, 1_500, 4_320, 120, 1, 0, null, 1);
    CheckReplay replay = new CheckReplay(busy, DetectionBenchmark.PAGES_PER_WEEK);
    assertThat(replay.quiet()).isZero();
    assertThat(replay.delay(0.06)).isLessThan(4);
  }

  @Test
  void aScenarioGivesTheSameScoresEachTimeAndAnotherArmOthers() {
    Scenario one = Scenario.likely(3, 1, 0).getFirst();
    assertThat(minute(one, 0)).isEqualTo(minute(one, 0)).isNotEqualTo(minute(one, 1));
  }

  private static String minute(Scenario scenario, int arm) {
    StringBuilder seen = new StringBuilder();
    new Traffic(scenario, World.synthetic(), 100, arm).minute(50, 1, null,
        (hash, points, _, _) -> seen.append(hash).append(' ').append(points).append('\n'));
    return seen.toString();
  }

  @Test
  void plotsAreDrawn(@TempDir Path folder) throws IOException {
    Plots.draw(folder, World.synthetic());
    assertThat(folder.resolve("detected.png")).exists().isNotEmptyFile();
    assertThat(folder.resolve("ignored.png")).exists().isNotEmptyFile();
  }

  /// Skips where the scenarios and the judges' scores are not on the machine.
  @Test
  void onRealScoresAMoreThanEightPercentFaultIsSeenWithinTheHour() throws IOException {
    Optional<Path> scenarios = SharedData.find("data/incident/scenarios-dev.jsonl");
    Optional<Path> scores = SharedData.find("data/incident/wildbench-judge-scores.csv");
    assumeThat(scenarios).as("the scenarios of the shared data").isPresent();
    assumeThat(scores).as("the judges' scores of the shared data").isPresent();
    List<Scenario> some = Scenario.read(scenarios.orElseThrow())
        .stream()
        .filter(one -> !one.isNull() && one.burst() == 0)
        .limit(8)
        .toList();
    Results results = Results.of(some, List.of(DetectionBenchmark.betting("", true, false)),
        new World(ScoreSource.wildBench(scores.orElseThrow()), Requests.synthetic(), true));
    double median = Figures.middle(results.planted(BROKEN, 0, _ -> true));
    System.err.println("8 % broken, WildBench, first calm scenarios: " + median + " min");
    assertThat(median).isLessThan(60);
  }
}
