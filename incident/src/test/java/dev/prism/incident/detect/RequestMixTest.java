package dev.prism.incident.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.Score;
import dev.prism.exchange.TokenUsage;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceText;
import dev.prism.incident.StreamKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Questions about two things, one of which is answered twenty points worse.
class RequestMixTest {
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int HARDER = 20;
  private static final Score.By JUDGE = new Score.By(Score.Kind.JUDGE, "judge", "1");

  private final Set<String> open = new TreeSet<>();
  private final RequestMix mix = new RequestMix(() -> List.of("words", "tier"),
      trace -> String.valueOf(trace.texts().request()), open::contains);
  private final Random random = new Random(20_261_127);
  private long millis;

  private static TraceRecord asking(String question, Map<String, String> metadata) {
    return new TraceRecord(new TraceRecord.Ids("-", "-", null, "r"),
        new TraceRecord.Caller("acme", null, null, metadata),
        new TraceRecord.Asked(Endpoint.CHAT_COMPLETIONS, "route", false, 0),
        TraceRecord.Served.NOTHING, List.of(),
        new TraceRecord.Outcome(TraceRecord.Outcome.Kind.ANSWERED, 200, null, null, "stop", 1, 2),
        new TraceRecord.Billing(TokenUsage.NONE, null), List.of(),
        new TraceRecord.Texts(TraceText.of(question), null, false));
  }

  private int adjusted(TraceRecord trace, int points) {
    Score score = new Score("-", "factual_grounding", 1 + points / 25.0, JUDGE, 0.05, 0, null,
        null);
    return mix.adjusted("route", score, points, mix.words(trace), millis);
  }

  private double answered(boolean hard, double drop) {
    String question = hard
        ? "please split my annuity between heirs " + random.nextInt(50)
        : "please change the address of my account " + random.nextInt(50);
    double points = 70 - (hard ? HARDER : 0) - drop + 12 * random.nextGaussian();
    return adjusted(asking(question, Map.of()), (int) Math.clamp(points, 15, 100));
  }

  /// The mean of the adjusted scores over some hours of three hundred answers each.
  private double hours(int hours, double hardShare, double drop) {
    double sum = 0;
    int count = 0;
    for (int hour = 0; hour < hours; hour++) {
      for (int i = 0; i < 300; i++) {
        millis += HOUR / 300;
        sum += answered(random.nextDouble() < hardShare, drop);
        count++;
      }
    }
    return sum / count;
  }

  @Test
  void aChangeOfWhatIsAskedMovesTheMeanHardlyAtAll() {
    hours(12, 0.2, 0);
    double usual = hours(12, 0.2, 0);
    // Of the scores as they are it would be ten points.
    assertThat(hours(6, 0.7, 0)).isCloseTo(usual, within(1.5));
  }

  /// Six of four hundred words say what a question is about, so little is known of each word by itself.
  private double wordy(RequestMix route, int scores, double hardShare) {
    double sum = 0;
    for (int i = 0; i < scores; i++) {
      boolean hard = random.nextDouble() < hardShare;
      StringBuilder question = new StringBuilder();
      for (int word = 0; word < 6; word++) {
        question.append(hard ? "hard" : "easy")
            .append((char) ('a' + random.nextInt(20)))
            .append((char) ('a' + random.nextInt(20)))
            .append(' ');
      }
      millis += HOUR / 300;
      int points = (int) Math.clamp(65 - (hard ? 16 : 0) + 16 * random.nextGaussian(), 15, 100);
      Score score = new Score("-", "factual_grounding", 3, JUDGE, 0.05, 0, null, null);
      sum += route.adjusted("route", score, points,
          route.words(asking(question.toString(), Map.of())), millis);
    }
    return sum / scores;
  }

  @Test
  void theMeanOfManyStandsStillThoughLittleIsKnownOfEachWord() {
    double moved = 0;
    int routes = 20;
    for (int i = 0; i < routes; i++) {
      RequestMix route = new RequestMix(() -> List.of("words"),
          trace -> String.valueOf(trace.texts().request()), _ -> false);
      wordy(route, 1_200, 0.3);
      double usual = wordy(route, 600, 0.3);
      moved += (wordy(route, 600, 0.8) - usual) / routes;
    }
    // Of the scores as they are it would be eight points, with what was learnt of words alone nearly three.
    assertThat(moved).isCloseTo(0, within(1.0));
  }

  @Test
  void whatTheAnswersLoseIsNotExplainedAway() {
    double usual = hours(24, 0.2, 0);
    assertThat(hours(48, 0.2, 6)).isCloseTo(usual - 6, within(1.0));
  }

  /// A day's news of one thing that is asked does not become its usual while something is wrong.
  @Test
  void whileAnIncidentIsOpenNothingIsLearnt() {
    double usual = hours(30, 0.2, 0);
    open.add("route");
    for (int i = 0; i < 72 * 300; i++) {
      millis += HOUR / 300;
      boolean hard = random.nextDouble() < 0.2;
      answered(hard, hard ? 30 : 0);
    }
    open.clear();
    assertThat(hours(6, 0.2, 0)).isCloseTo(usual, within(1.0));
  }

  @Test
  void anAnswerThatIsRatedWorstStaysSoAndNoOtherBecomesSo() {
    hours(24, 0.5, 0);
    assertThat(adjusted(asking("please split my annuity between heirs", Map.of()), 0)).isZero();
    assertThat(adjusted(asking("please change the address of my account", Map.of()), 15))
        .isGreaterThan(12);
  }

  @Test
  void anAttributeTellsRequestsApartToo() {
    for (int i = 0; i < 24 * 300; i++) {
      millis += HOUR / 300;
      boolean hard = random.nextInt(4) == 0;
      adjusted(asking("the same", Map.of("tier", hard ? "trial" : "paid")), hard ? 40 : 70);
    }
    int hard = adjusted(asking("the same", Map.of("tier", "trial")), 40);
    assertThat(hard).isCloseTo(adjusted(asking("the same", Map.of("tier", "paid")), 70), within(4));
  }

  @Test
  void whatIsInForceSurvivesARestart() {
    hours(30, 0.3, 0);
    List<SavedStream> saved = mix.save(0);
    RequestMix again = new RequestMix(() -> List.of("words"),
        trace -> String.valueOf(trace.texts().request()), _ -> false);
    assertThat(saved).hasSize(1).allMatch(again::restore);
    TraceRecord asked = asking("please split my annuity between heirs", Map.of());
    Score score = new Score("-", "factual_grounding", 3, JUDGE, 0.05, 0, null, null);
    assertThat(again.adjusted("route", score, 50, again.words(asked), millis))
        .isEqualTo(adjusted(asked, 50))
        .isNotEqualTo(50);
    assertThat(mix.save(millis + 1)).isEmpty();
  }

  @Test
  void aNewJudgeBeginsWithWhatAnotherHasTaught() {
    hours(30, 0.3, 0);
    TraceRecord asked = asking("please split my annuity between heirs", Map.of());
    int known = adjusted(asked, 50);
    Score.By stricter = new Score.By(Score.Kind.JUDGE, "judge", "2");
    Score theirs = new Score("-", "factual_grounding", 3, stricter, 0.05, 0, null, null);
    assertThat(known).isNotEqualTo(50);
    assertThat(mix.adjusted("route", theirs, 50, mix.words(asked), millis)).isCloseTo(known,
        within(1));
    Score other = new Score("-", "privacy_and_safety", 3, stricter, 0.05, 0, null, null);
    assertThat(mix.adjusted("route", other, 50, mix.words(asked), millis)).isEqualTo(50);
  }

  @Test
  void aStreamsStateIsNotTakenForIt() {
    StreamKey stream = new StreamKey("route", "t", null, "m", "factual_grounding", "judge@1", null);
    assertThat(mix.restore(new SavedStream(stream, false, new byte[9_000]))).isFalse();
  }

  @Test
  void aStateThatWasCutShortIsLeftOut() {
    hours(30, 0.3, 0);
    SavedStream saved = mix.save(0).getFirst();
    byte[] state = saved.state();
    byte[] shorter = Arrays.copyOf(state, state.length - 16);
    assertThat(mix.restore(new SavedStream(saved.key(), false, shorter))).isFalse();
  }

  @Test
  void withoutAttributesScoresStayAsTheyAre() {
    RequestMix none = new RequestMix(List::of, _ -> "words", _ -> false);
    Score score = new Score("-", "factual_grounding", 3, JUDGE, 0.05, 0, null, null);
    TraceRecord asked = asking("anything", Map.of());
    assertThat(none.adjusted("route", score, 50, none.words(asked), 0)).isEqualTo(50);
    assertThat(none.save(0)).isEmpty();
  }
}
