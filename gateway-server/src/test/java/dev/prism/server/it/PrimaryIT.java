package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `primary` over the wire: one target, and retries only.
class PrimaryIT {
  private static Pair pair() {
    return pair(yaml -> yaml);
  }

  private static Pair pair(UnaryOperator<GatewayYaml> settings) {
    return Pair.of("{ primary: stable }", yaml -> settings.apply(yaml.retry("{ attempts: 2 }")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOneTargetAnswers(boolean stream) throws IOException {
    try (Pair pair = pair()) {
      pair.check(pair.ask(stream), stream,
          Pair.Expected.of(Pair.STABLE, "primary", false, Pair.STABLE_COST, "stable answered"));
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureThatPassesIsRetriedOnTheSameTarget(boolean stream) throws IOException {
    try (Pair pair = pair()) {
      pair.stable.script(call -> {
        if (pair.stable.requests().size() == 1) {
          call.reply(Pair.broken());
        } else {
          Pair.answerWell(call);
        }
      });
      pair.check(pair.ask(stream), stream, Pair.Expected.of(Pair.STABLE, "primary", false,
          Pair.STABLE_COST, "stable failed", "stable answered"));
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFailureThatStaysIsTheAnswer(boolean stream) throws IOException {
    try (Pair pair = pair()) {
      pair.stable.answer(Pair.broken());
      RawResponse response = pair.ask(stream);
      assertThat(response.status()).isEqualTo(502);
      assertThat(response.text()).contains("\"code\":\"upstream_error\"").doesNotContain("oops");
      assertThat(response.header("x-prism-attempts")).contains("2");
      assertThat(response.header("x-prism-target")).contains(Pair.STABLE);
      assertThat(response.header("x-prism-cost")).isEmpty();
      assertThat(Pair.results(pair.gateway.traceOf(response))).containsExactly("stable failed",
          "stable failed");
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWaitThatIsTooLongIsPassedOnToTheClient(boolean stream) throws IOException {
    try (Pair pair = pair()) {
      pair.stable.answer(Pair.tooMany().with("retry-after", "120"));
      RawResponse response = pair.ask(stream);
      assertThat(response.status()).isEqualTo(429);
      assertThat(response.header("retry-after")).contains("120");
      assertThat(response.header("x-prism-attempts")).contains("1");
      assertThat(pair.stable.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTargetThatHangsIsGivenUpOnce(boolean stream) throws IOException {
    try (Pair pair = pair(
        yaml -> yaml.timeouts("{ connect: 5s, first-token: 300ms, idle: 5s, total: 600ms }"))) {
      pair.stable.answer(Reply.nothing(Reply.Ending.HANG));
      RawResponse response = pair.ask(stream);
      assertThat(response.status()).isEqualTo(504);
      assertThat(response.text())
          .contains(stream ? "(time limit: first-token)" : "(time limit: total)");
      assertThat(pair.stable.requests()).hasSize(1);
      pair.stable.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void nothingIsRetriedAfterTheFirstContent() throws IOException {
    try (Pair pair = pair()) {
      pair.stable.answer(Chat.unfinished().ending(Reply.Ending.RESET));
      RawResponse response = pair.ask(true);
      assertThat(response.text()).contains("Hello")
          .contains("\"code\":\"upstream_error\"")
          .doesNotContain("[DONE]");
      assertThat(Pair.results(pair.gateway.traceOf(response))).containsExactly("stable failed");
      assertThat(pair.stable.requests()).hasSize(1);
    }
  }
}
