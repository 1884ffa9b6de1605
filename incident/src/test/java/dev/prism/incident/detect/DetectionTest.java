package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import dev.prism.incident.Signal;
import dev.prism.incident.StreamKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class DetectionTest {
  private static final Town.Origin REFUND = Town.Origin.REFUND;
  private final Town town = new Town(DetectSettings.DEFAULT);

  @Test
  void aDropIsToldWithItsSizeItsOnsetAndTheWorstAnswers() {
    town.usualDay(REFUND);
    long onset = town.clock.millis();
    town.minutes(120, () -> town.five(REFUND, 57));
    assertThat(town.drops()).isNotEmpty();
    Signal.ScoreDrop drop = town.drops().getFirst();
    assertThat(drop.stream().route()).isEqualTo("refund");
    assertThat(drop.detector()).isEqualTo("betting");
    assertThat(drop.drop()).isBetween(3.0, 14.0);
    assertThat(drop.dropLow()).isLessThan(drop.drop()).isPositive();
    assertThat(drop.dropHigh()).isGreaterThan(drop.drop());
    assertThat(drop.baseline()).isBetween(63.0, 67.0);
    assertThat(drop.onsetMillis()).isBetween(onset - 3_600_000, drop.atMillis());
    assertThat(drop.traceIds()).isNotEmpty().allMatch(id -> id.length() == 32);
    assertThat(town.warm).contains("refund");
  }

  @Test
  void otherSettingsAreInForceWithinAMinuteAndWhatWasLearntStays() {
    town.usualDay(REFUND);
    DetectSettings all = DetectSettings.DEFAULT;
    town.detection.apply(new DetectSettings(all.detector(), all.pagesPerWeek(), 40, all.streams(),
        List.of(), 0, all.mix(), all.confirmed(), all.warmAt(), Map.of(), all.clusters()));
    town.minutes(120, () -> town.five(REFUND, 57));
    assertThat(town.drops()).isEmpty();
    town.detection.apply(new DetectSettings(new DetectorSettings.CusumSettings(0.1, 40),
        all.pagesPerWeek(), all.tolerance(), all.streams(), List.of(), 0, all.mix(),
        all.confirmed(), all.warmAt(), Map.of(), all.clusters()));
    town.minutes(120, () -> town.five(REFUND, 50));
    assertThat(town.drops()).isNotEmpty();
    assertThat(town.drops().getFirst().detector()).isEqualTo("cusum");
  }

  @Test
  void quietWeeksPageWithinTheBudget() {
    int weeks = 12;
    long pages = 0;
    for (int week = 0; week < weeks; week++) {
      Town quiet = new Town(DetectSettings.DEFAULT, Town.SEED + week);
      for (int day = 0; day < 7; day++) {
        quiet.usualDay(REFUND);
      }
      pages += quiet.signals.stream().mapToLong(Signal::atMillis).distinct().count();
    }
    System.err.println(pages + " pages in " + weeks + " quiet weeks, seed " + Town.SEED);
    assertThat(pages).isLessThanOrEqualTo((long) (weeks * DetectSettings.DEFAULT_PAGES_PER_WEEK));
  }

  @Test
  void anotherJudgeIsAnotherStreamAndNeverADrop() {
    town.usualDay(REFUND);
    Town.Origin harsher = REFUND.judge("judge-2");
    town.minutes(1_440, () -> town.five(harsher, 58));
    assertThat(town.signals).isEmpty();
  }

  @Test
  void aJudgeThatChangedUnderItsNameIsToldByRejudgingAndMovesTheUsual() {
    town.usualDay(REFUND);
    StreamKey key = town.detection.streams()
        .stream()
        .map(StreamView::key)
        .filter(found -> found.cohort() == null)
        .findFirst()
        .orElseThrow();
    Signal.JudgeChanged changed = town.detection.rejudged(key, key.judge(),
        Collections.nCopies(80, 3.6), Collections.nCopies(80, 3.32));
    assertThat(changed.shift()).isBetween(-7.1, -6.9);
    town.signals.clear();
    town.minutes(1_440, () -> town.five(REFUND, 58));
    assertThat(town.drops().stream().filter(drop -> drop.stream().cohort() == null)).isEmpty();
  }

  @Test
  void aNewPromptVersionIsComparedWithTheOneBefore() {
    town.usualDay(REFUND);
    Town.Origin next = REFUND.prompt("refund@13");
    town.minutes(120, () -> town.five(next, 57));
    assertThat(town.drops()).isNotEmpty();
    assertThat(town.drops().getFirst().stream().promptVersion()).isEqualTo("refund@13");
  }

  @Test
  void oneConfirmedFindingIsToldAtOnceAndNotAgainInTheSameMinute() {
    town.checked(REFUND, false, "pii");
    town.checked(REFUND, false, "pii");
    assertThat(town.signals).singleElement()
        .isInstanceOfSatisfying(Signal.CheckFailing.class, failing -> {
          assertThat(failing.reason()).isEqualTo("pii");
          assertThat(failing.atMillis()).isEqualTo(town.clock.millis());
          assertThat(failing.traceIds()).hasSize(1);
        });
  }

  @Test
  void aRisingRateOfEmptyAnswersIsToldWithinMinutes() {
    town.minutes(600, () -> hundred(0.001));
    assertThat(town.signals).isEmpty();
    long onset = town.clock.millis();
    town.minutes(5, () -> hundred(0.06));
    assertThat(town.signals).isNotEmpty();
    Signal.CheckFailing failing = (Signal.CheckFailing) town.signals.getFirst();
    assertThat(failing.reason()).isEqualTo("empty");
    assertThat(failing.atMillis() - onset).isLessThan(180_000);
    assertThat(failing.baseline()).isLessThan(0.01);
  }

  private void hundred(double failing) {
    for (int i = 0; i < 100; i++) {
      town.checked(REFUND, !town.chance(failing), "empty");
    }
  }

  @Test
  void aCohortThatFailsIsSeenWhenTheRouteHardlyMoves() {
    Town local = new Town(withCohorts("locale"));
    local.minutes(2_880, () -> locales(local, 65));
    local.signals.clear();
    local.minutes(240, () -> locales(local, 20));
    assertThat(local.drops()).anyMatch(drop -> "locale=de".equals(drop.stream().cohort()));
  }

  private static void locales(Town town, double german) {
    for (int i = 0; i < 5; i++) {
      boolean isGerman = town.chance(0.1);
      town.judged(REFUND.metadata("locale", isGerman ? "de" : "en"), isGerman ? german : 65);
    }
  }

  private static DetectSettings withCohorts(String attribute) {
    DetectSettings all = DetectSettings.DEFAULT;
    return new DetectSettings(all.detector(), all.pagesPerWeek(), all.tolerance(), all.streams(),
        List.of(attribute), all.cohortsPerRoute(), all.mix(), all.confirmed(), all.warmAt(),
        Map.of(), all.clusters());
  }

  @Test
  void aProvidersDropOnAllItsRoutesIsOnePage() {
    List<Town.Origin> routes = List.of(REFUND, REFUND.route("billing"), REFUND.route("search"),
        REFUND.route("code").model("model-b"));
    Town plain = new Town(withCohorts("none"));
    plain.minutes(1_440, () -> routes.forEach(route -> plain.five(route, 65)));
    plain.minutes(90, () -> routes
        .forEach(route -> plain.five(route, route.model().equals("model-a") ? 55 : 65)));
    assertThat(plain.drops()).singleElement().matches(Signal.ScoreDrop::commonMode);
    assertThat(plain.detection.counts().repeatedDrops()).isPositive();
  }

  @Test
  void aDropThatOtherModelsShareIsTheTraffics() {
    List<Town.Origin> routes = List.of(REFUND, REFUND.route("billing").model("model-b"),
        REFUND.route("search").model("model-c"));
    Town plain = new Town(withCohorts("none"));
    plain.minutes(1_440, () -> routes.forEach(route -> plain.five(route, 65)));
    plain.minutes(180, () -> routes.forEach(route -> plain.five(route, 61)));
    assertThat(plain.drops()).isEmpty();
    assertThat(plain.detection.counts().sharedDrops()).isPositive();
  }

  @Test
  void theControlArmTakesAwayWhatTheTrafficDoesToBoth() {
    Town plain = new Town(withCohorts("none"));
    Town.Origin canary = REFUND.target("candidate").prompt("refund@13");
    plain.minutes(1_440, () -> arms(plain, canary, 65, 65));
    plain.minutes(240, () -> arms(plain, canary, 65, 60));
    assertThat(plain.drops()).isNotEmpty()
        .allMatch(drop -> drop.stream().target().equals("candidate"));
  }

  private static void arms(Town town, Town.Origin canary, double stable, double candidate) {
    town.five(REFUND, stable);
    town.five(canary, candidate);
  }

  @Test
  void flaggedAnswersThatAreAlwaysScoredDoNotBendTheMean() {
    Town plain = new Town(withCohorts("none"));
    plain.usualDay(REFUND);
    // One flagged answer a minute, bad as such answers are: of a hundred a minute it moves nothing.
    plain.minutes(1_440, () -> {
      plain.five(REFUND, 65);
      plain.give(REFUND, Score.Kind.JUDGE, 2, 1, null);
    });
    assertThat(plain.drops()).isEmpty();
  }

  @Test
  void beyondTheLimitTheLongestSilentStreamsAreForgottenAndCounted() {
    DetectSettings all = DetectSettings.DEFAULT;
    Town small = new Town(new DetectSettings(all.detector(), 1, 0.5, 10, List.of(), 0, all.mix(),
        all.confirmed(), all.warmAt(), Map.of(), all.clusters()));
    for (int i = 0; i < 25; i++) {
      Town.Origin origin = REFUND.route("route-" + i);
      small.minutes(1, () -> small.judged(origin, 65));
    }
    assertThat(small.detection.counts().streams()).isEqualTo(10);
    assertThat(small.detection.counts().evicted()).isEqualTo(15);
    assertThat(small.detection.streams()).extracting(view -> view.key().route())
        .contains("route-24")
        .doesNotContain("route-0");
  }

  @Test
  void cohortsBeyondTheLimitHaveNoStreamAndAreCounted() {
    Town plain = new Town(withCohorts("user"));
    for (int i = 0; i < 20; i++) {
      plain.judged(REFUND.metadata("user", "u" + i), 65);
    }
    assertThat(plain.detection.counts().streams()).isEqualTo(13);
    assertThat(plain.detection.counts().untrackedCohorts()).isEqualTo(8);
  }

  @Test
  void anOpenIncidentKeepsTheBadTimeOutOfTheUsual() {
    town.usualDay(REFUND);
    double before = usual();
    town.open.add("refund");
    town.minutes(1_440, () -> town.five(REFUND, 40));
    assertThat(usual()).isCloseTo(before, Offset.offset(0.01));
  }

  private double usual() {
    return town.detection.streams()
        .stream()
        .filter(view -> view.key().cohort() == null)
        .map(StreamView::reference)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .mean();
  }
}
