package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `canary` over the wire: the candidate for a share of the callers, always the same ones.
class CanaryIT {
  private static final int CALLERS = 40;

  private static Pair pair(double percent) {
    return Pair.of("{ canary: { stable: stable, candidate: candidate, percent: " + percent + " } }",
        yaml -> yaml.timeouts(Pair.IMPATIENT));
  }

  private static Pair.Expected recovered() {
    return Pair.Expected.of(Pair.STABLE, "canary", true, Pair.STABLE_COST, "candidate failed",
        "stable answered");
  }

  private static Header session(int number) {
    return new Header("x-prism-session-id", "s-" + number);
  }

  private static Set<Integer> withCandidate(Pair pair, boolean stream) throws IOException {
    Set<Integer> sessions = new HashSet<>();
    for (int i = 0; i < CALLERS; i++) {
      RawResponse response = pair.ask(stream, session(i));
      assertThat(response.header("x-prism-routing-strategy")).contains("canary");
      assertThat(response.header("x-prism-attempts")).contains("1");
      assertThat(response.header("x-prism-fallback-used")).contains("false");
      if (response.header("x-prism-target").orElse("").equals(Pair.CANDIDATE)) {
        sessions.add(i);
      }
    }
    return sessions;
  }

  @Test
  void theSameCallersGetTheCandidateAndGrowthMovesNobodyOut() throws IOException {
    try (Pair pair = pair(30)) {
      Set<Integer> first = withCandidate(pair, false);
      assertThat(first).hasSizeBetween(3, 25);
      assertThat(withCandidate(pair, true)).isEqualTo(first);
      assertThat(pair.candidate.requests()).hasSize(2 * first.size());

      assertThat(pair.gateway
          .admin("POST", "/api/routes/r/canary", "{\"percent\": 60, \"reason\": \"grow\"}")
          .status()).isEqualTo(200);
      Set<Integer> grown = withCandidate(pair, false);
      assertThat(grown).containsAll(first).hasSizeGreaterThan(first.size());
      JsonNode arms = pair.gateway.ask("/api/routes/r").path("canaries").path(0);
      assertThat(arms.path("percent").asDouble()).isEqualTo(60);
      assertThat(arms.path("candidate").path("calls").asInt()).isEqualTo(grown.size());
      assertThat(arms.path("stable").path("calls").asInt()).isEqualTo(CALLERS - grown.size());
    }
  }

  @ParameterizedTest(name = "{0}, stream: {2}")
  @MethodSource("dev.prism.server.it.Pair#faults")
  void theStableTargetAnswersWhenTheCandidateCannot(String name, Reply fault, boolean stream)
      throws IOException {
    try (Pair pair = pair(100)) {
      pair.candidate.answer(fault);
      pair.check(pair.ask(stream), stream, recovered());
      assertThat(pair.candidate.requests()).as(name).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theStableTargetAnswersWhenTheCandidateHangs(boolean stream) throws IOException {
    try (Pair pair = pair(100)) {
      pair.candidate.answer(Reply.nothing(Reply.Ending.HANG));
      pair.check(pair.ask(stream), stream, recovered());
      pair.candidate.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void aCandidateThatBreaksAfterContentIsNotReplaced() throws IOException {
    try (Pair pair = pair(100)) {
      pair.candidate.answer(Chat.unfinished().ending(Reply.Ending.RESET));
      RawResponse response = pair.ask(true);
      assertThat(response.text()).contains("Hello")
          .contains("\"code\":\"upstream_error\"")
          .doesNotContain("[DONE]");
      assertThat(Pair.results(pair.gateway.traceOf(response))).containsExactly("candidate failed");
      assertThat(pair.stable.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theCandidateNeverAnswersForTheStableTarget(boolean stream) throws IOException {
    try (Pair pair = pair(0)) {
      pair.stable.answer(Pair.broken());
      assertThat(pair.ask(stream).status()).isEqualTo(502);
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCandidateThatFailsIsTakenOutForGood(boolean stream) throws IOException {
    try (Pair pair = pair(50)) {
      pair.candidate.answer(Pair.broken());
      int asked = 0;
      while (!rolledBack(pair)) {
        assertThat(pair.ask(stream, session(asked)).status()).isEqualTo(200);
        asked++;
        assertThat(asked).as("requests before the rollback").isLessThan(300);
      }
      int before = pair.candidate.requests().size();
      assertThat(before).isGreaterThanOrEqualTo(30);
      for (int i = 0; i < CALLERS; i++) {
        assertThat(pair.ask(stream, session(i)).header("x-prism-target")).contains(Pair.STABLE);
      }
      assertThat(pair.candidate.requests()).hasSize(before);
      Await.until("the rollback is a revision", TestGateway.SOON,
          () -> pair.gateway.ask("/api/revisions").toString().contains("canary rolled back"));
    }
  }

  private static boolean rolledBack(Pair pair) {
    JsonNode route = pair.gateway.ask("/api/routes/r");
    return route.path("canaries")
        .valueStream()
        .anyMatch(
            arms -> arms.path("rolled_back").asBoolean() || arms.path("percent").asDouble() == 0);
  }
}
