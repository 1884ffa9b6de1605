package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `fallback` over the wire: the first target that can, and the next ones when it cannot.
class FallbackIT {
  private static final String CHAIN = "{ fallback: [stable, candidate] }";

  private static Pair pair(String more) {
    return Pair.of(CHAIN, yaml -> yaml.more(more).timeouts(Pair.IMPATIENT));
  }

  private static Pair.Expected fallen() {
    return Pair.Expected.of(Pair.CANDIDATE, "fallback", true, Pair.CANDIDATE_COST, "stable failed",
        "candidate answered");
  }

  @ParameterizedTest(name = "{0}, stream: {2}")
  @MethodSource("dev.prism.server.it.Pair#faults")
  void theNextTargetTakesOverFrom(String name, Reply fault, boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.answer(fault);
      RawResponse response = pair.ask(stream);
      pair.check(response, stream, fallen());
      JsonNode failed = pair.gateway.traceOf(response).path("attempts").path(0);
      assertThat(failed.path("error").asString("")).as(name).isNotEmpty();
      assertThat(failed.has("cost_usd")).as(name).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void otherStatusesMoveOnWhereTheRouteSaysSo(boolean stream) throws IOException {
    try (Pair pair = Pair.of(CHAIN, yaml -> yaml.retry("{ attempts: 2, on: [401, 500] }"))) {
      pair.stable.answer(Reply.json(401, "{}"));
      pair.check(pair.ask(stream), stream, fallen());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theNextTargetTakesOverFromOneThatHangs(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.answer(Reply.nothing(Reply.Ending.HANG));
      pair.check(pair.ask(stream), stream, fallen());
      pair.stable.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void theNextTargetTakesOverFromOneThatCannotBeReached() throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.close();
      pair.check(pair.ask(false), false, fallen());
      pair.check(pair.ask(true), true, fallen());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theFirstAnswersWhileItCan(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      pair.check(pair.ask(stream), stream,
          Pair.Expected.of(Pair.STABLE, "fallback", false, Pair.STABLE_COST, "stable answered"));
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsWrongWithTheRequestItselfIsNotTriedElsewhere(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.answer(
          Reply.json(422, "{\"error\":{\"message\":\"no such tool\",\"code\":\"bad_tool\"}}"));
      RawResponse response = pair.ask(stream);
      assertThat(response.status()).isEqualTo(422);
      assertThat(response.text()).contains("no such tool");
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLastErrorIsTheAnswerWhenAllFail(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.answer(Pair.broken());
      pair.candidate.answer(Pair.tooMany().with("retry-after", "60"));
      RawResponse response = pair.ask(stream);
      assertThat(response.status()).isEqualTo(429);
      assertThat(response.header("retry-after")).contains("60");
      assertThat(response.header("x-prism-attempts")).contains("2");
      assertThat(response.header("x-prism-cost")).isEmpty();
      assertThat(Pair.results(pair.gateway.traceOf(response))).containsExactly("stable failed",
          "candidate failed");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTargetWhoseHeadersSayThatNothingIsLeftIsPassedOver(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.script(call -> call.reply((Pair.streams(call) ? Chat.stream() : Chat.answer())
          .with("x-ratelimit-remaining-requests", "0")
          .with("x-ratelimit-reset-requests", "6m0s")));
      assertThat(pair.ask(stream).header("x-prism-target")).contains(Pair.STABLE);
      pair.check(pair.ask(stream), stream, Pair.Expected.of(Pair.CANDIDATE, "fallback", true,
          Pair.CANDIDATE_COST, "candidate answered"));
      assertThat(pair.stable.requests()).hasSize(1);
      assertThat(pair.gateway.ask("/api/breakers").toString()).contains("\"state\":\"closed\"");
    }
  }

  @Test
  void aStreamThatBreaksAfterContentIsNotFailedOver() throws IOException {
    try (Pair pair = pair("")) {
      pair.stable.answer(Chat.unfinished().ending(Reply.Ending.CLOSE));
      RawResponse response = pair.ask(true);
      assertThat(response.text()).contains("Hello")
          .contains("\"code\":\"upstream_error\"")
          .doesNotContain("[DONE]");
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @Test
  void aStreamThatIsHeldFailsOverWhole() throws IOException {
    try (Pair pair = pair("    on-stream-break: hold\n")) {
      pair.stable
          .answer(Reply.sse(Chat.says("Bad"), Chat.says(" start")).ending(Reply.Ending.CLOSE));
      RawResponse response = pair.ask(true);
      pair.check(response, true, fallen());
      assertThat(response.text()).doesNotContain("Bad");
    }
  }

  @Test
  void aStreamThatIsResumedGoesOnWhereItBroke() throws IOException {
    try (Pair pair = pair("    on-stream-break: resume\n")) {
      pair.stable.answer(Reply.sse(Chat.says("Hello")).ending(Reply.Ending.CLOSE));
      RawResponse response = pair.ask(true);
      assertThat(response.text()).containsOnlyOnce("Hello")
          .containsOnlyOnce(" there")
          .endsWith("data: [DONE]\n\n")
          .contains("x-prism-attempts=2");
      assertThat(Pair.results(pair.gateway.traceOf(response))).containsExactly("stable failed",
          "candidate answered");
    }
  }

  @Test
  void theCheaperTargetComesFirstUnderCheapest() throws IOException {
    try (Pair pair = Pair.of("{ fallback: [candidate, stable] }",
        yaml -> yaml.more("    selector: { cheapest: {} }\n"))) {
      assertThat(pair.ask(false).header("x-prism-target")).contains(Pair.STABLE);
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }
}
