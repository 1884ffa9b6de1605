package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `shadow` over the wire: the candidate gets a copy of which the user never notices anything.
class ShadowIT {
  private static final Pair.Expected USERS = Pair.Expected.of(Pair.STABLE, "shadow", false,
      Pair.STABLE_COST, "stable answered");

  private static Pair pair(String more) {
    return Pair.of("{ shadow: { candidate: candidate" + more + " } }",
        yaml -> yaml.timeouts("{ connect: 5s, first-token: 2s, idle: 2s, total: 3s }"));
  }

  private static JsonNode copyOf(Pair pair, RawResponse response) {
    String trace = response.header("x-prism-trace-id").orElse("none");
    Await.until("the copy's trace is written", TestGateway.SOON,
        () -> copies(pair, trace).size() == 1);
    return copies(pair, trace).getFirst();
  }

  private static List<JsonNode> copies(Pair pair, String trace) {
    return pair.gateway.traces()
        .stream()
        .filter(each -> each.path("metadata").path("prism-copy-of").asString("").equals(trace))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bothAnswersAreRecordedAsAPair(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      RawResponse response = pair.ask(stream);
      pair.check(response, stream, USERS);
      JsonNode copy = copyOf(pair, response);
      assertThat(copy.path("strategy").asString()).isEqualTo("shadow");
      assertThat(copy.path("target").asString()).isEqualTo(Pair.CANDIDATE);
      assertThat(copy.path("outcome").asString()).isEqualTo("answered");
      assertThat(copy.path("response").asString()).isEqualTo("Hello there");
      assertThat(copy.path("cost_usd").decimalValue()).isEqualByComparingTo(Pair.CANDIDATE_COST);
      assertThat(Pair.results(copy)).containsExactly("candidate copy");
      assertThat(pair.candidate.requests().getFirst().bodyText())
          .isEqualTo(pair.stable.requests().getFirst().bodyText());
    }
  }

  static Stream<Arguments> faults() {
    return Stream
        .of(Arguments.of("hangs", Reply.nothing(Reply.Ending.HANG)),
            Arguments.of("hangs in the middle", Chat.unfinished().ending(Reply.Ending.HANG)),
            Arguments.of("breaks", Chat.unfinished().ending(Reply.Ending.RESET)),
            Arguments.of("429", Pair.tooMany()), Arguments.of("500", Pair.broken()),
            Arguments.of("closes", Reply.nothing(Reply.Ending.CLOSE)))
        .flatMap(fault -> Stream.of(true, false)
            .map(stream -> Arguments.of(fault.get()[0], fault.get()[1], stream)));
  }

  @ParameterizedTest(name = "{0}, stream: {2}")
  @MethodSource("faults")
  void aCandidateThatFailsNeitherDelaysNorFailsTheAnswer(String name, Reply fault, boolean stream)
      throws IOException {
    try (Pair pair = pair("")) {
      pair.candidate.answer(fault);
      pair.ask(stream);
      long from = System.nanoTime();
      RawResponse response = pair.ask(stream);
      long tookMillis = (System.nanoTime() - from) / 1_000_000;
      pair.check(response, stream, USERS);
      // The candidate hangs for two seconds and more.
      assertThat(tookMillis).as(name).isLessThan(1_500);
      assertThat(copyOf(pair, response).path("outcome").asString()).as(name).isEqualTo("failed");
    }
  }

  @Test
  void aCandidateThatCannotBeReachedIsNoMatter() throws IOException {
    try (Pair pair = pair("")) {
      pair.candidate.close();
      pair.check(pair.ask(true), true, USERS);
      pair.check(pair.ask(false), false, USERS);
    }
  }

  @Test
  void theCopyNeverAnswersForThePrimary() throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.answer(Pair.broken());
      RawResponse response = pair.ask(false);
      assertThat(response.status()).isEqualTo(502);
      assertThat(copyOf(pair, response).path("outcome").asString()).isEqualTo("answered");
    }
  }

  @Test
  void copiesThatFindNoRoomAreLeftOutAndCounted() throws IOException {
    try (Pair pair = pair(", concurrency: 1")) {
      pair.candidate.answer(Reply.nothing(Reply.Ending.HANG));
      for (int i = 0; i < 5; i++) {
        assertThat(pair.ask(true).status()).isEqualTo(200);
      }
      JsonNode copies = pair.gateway.ask("/api/routes/r").path("copies").path(0);
      assertThat(copies.path("made").asInt()).isEqualTo(1);
      assertThat(copies.path("left_out").asInt()).isEqualTo(4);
      assertThat(pair.candidate.requests()).hasSize(1);
    }
  }

  @Test
  void copiesHaveABudgetOfTheirOwn() throws IOException {
    try (Pair pair = pair(", usd-per-day: 0.03")) {
      for (int i = 0; i < 4; i++) {
        RawResponse response = pair.ask(false);
        assertThat(response.header("x-prism-cost")).contains(Pair.STABLE_COST);
        if (i < 2) {
          copyOf(pair, response);
        }
      }
      JsonNode copies = pair.gateway.ask("/api/routes/r").path("copies").path(0);
      assertThat(copies.path("made").asInt()).isEqualTo(2);
      assertThat(copies.path("left_out").asInt()).isEqualTo(2);
    }
  }
}
