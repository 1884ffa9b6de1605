package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Whoever answers is guarded, whatever strategy let it answer; and what is recorded of an answer is
/// what the rails leave of it, also where no client ever sees it.
class RailsAcrossStrategiesIT {
  private static final String HALF = "ghp_0123456789ab";
  private static final String REST = "cdefABCDEF0123456789abcd";

  private static Pair pair(String strategy, String action, String more) {
    return Pair.of(strategy,
        yaml -> yaml.rail("guard", "{ on: output, scanners: [secrets], action: " + action + " }")
            .timeouts("{ connect: 5s, first-token: 2s, idle: 2s, total: 3s }")
            .routeWith("r", "rails: [guard]")
            .routeWith("r", more));
  }

  private static Reply leak(boolean stream) {
    return stream
        ? Reply.sse(Chat.says("take " + HALF), Chat.says(REST + " now"), Chat.FINISH, Chat.DONE)
        : Reply.json(200, Chat.ANSWER.replace("Hello there", "take " + HALF + REST + " now"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      { primary: candidate }                            | false
      { primary: candidate }                            | true
      { fallback: [candidate, stable] }                 | true
      { canary: { stable: stable, candidate: candidate, percent: 100 } } | true
      { race: [candidate, stable] }                     | false
      { race: [candidate, stable] }                     | true
      { shadow: { candidate: candidate } }              | true
      { mirror: { to: candidate, sample: 1.0 } }        | true
      """)
  void noStrategyLetsALeakOut(String strategy, boolean stream) throws IOException {
    for (String action : List.of("block", "redact")) {
      try (Pair pair = pair(strategy, action, "")) {
        pair.candidate.answer(leak(stream));
        pair.stable.answer(leak(stream));
        RawResponse response = pair.ask(stream);
        assertThat(response.text()).as(action)
            .contains(action.equals("block") ? "content_blocked" : "[GITHUB_TOKEN_1]")
            .doesNotContain("ghp_", REST);
        assertThat(pair.gateway.traceOf(response).toString()).doesNotContain("ghp_", REST);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWinnerOfARaceThatIsBlockedGivesWayToTheOther(boolean stream) throws IOException {
    try (Pair pair = pair("{ race: [candidate, stable] }", "block", "fallback-on-block: true")) {
      pair.candidate.answer(leak(stream));
      RawResponse response = pair.ask(stream);
      assertThat(response.text()).contains("Hello").doesNotContain("ghp_", REST);
    }
  }

  @ParameterizedTest
  @CsvSource({"redact, false", "redact, true", "block, false", "block, true"})
  void aShadowsAnswerIsRecordedAsTheRailsLeaveIt(String action, boolean stream) throws IOException {
    try (Pair pair = pair("{ shadow: { candidate: candidate } }", action, "")) {
      pair.candidate.answer(leak(stream));
      RawResponse response = pair.ask(stream);
      assertThat(response.text()).contains("Hello");
      assertThat(response.header("x-prism-guardrail-triggered")).contains("false");
      JsonNode copy = copy(pair);
      assertThat(copy.toString()).doesNotContain("ghp_", REST);
      assertThat(copy.path("rails").toString()).contains("\"secrets\"", "\"" + action + "\"");
      if (action.equals("redact")) {
        assertThat(copy.path("response").asString()).isEqualTo("take [GITHUB_TOKEN_1] now");
      } else {
        assertThat(copy.path("outcome").asString()).isEqualTo("refused");
        assertThat(copy.path("error").asString()).isEqualTo("content_blocked");
        assertThat(copy.path("blame").asString()).isEqualTo("policy");
      }
    }
  }

  private static JsonNode copy(Pair pair) {
    Await.until("the copy's trace is written", TestGateway.SOON, () -> copies(pair).size() == 1);
    return copies(pair).getFirst();
  }

  private static List<JsonNode> copies(Pair pair) {
    return pair.gateway.traces()
        .stream()
        .filter(each -> each.path("metadata").has("prism-copy-of"))
        .toList();
  }

  @Test
  void aStreamThatBreaksOffLeavesNothingInTheTraceThatTheRailsStillHeld() throws IOException {
    try (Pair pair = pair("{ primary: stable }", "redact", "")) {
      pair.stable.answer(Reply.sse(Chat.says("fine words. take "), Chat.says(HALF), Chat.says(REST))
          .ending(Reply.Ending.RESET));
      RawResponse broken = pair.ask(true);
      assertThat(broken.text()).doesNotContain("ghp_", REST);
      JsonNode trace = pair.gateway.traceOf(broken);
      assertThat(trace.path("response").asString()).startsWith("fine words.");
      assertThat(trace.toString()).doesNotContain("ghp_", REST);
    }
  }

  @Test
  void aClientThatLeavesLeavesNothingUnguardedInTheTrace() throws Exception {
    try (Pair pair = pair("{ primary: stable }", "redact", "")) {
      pair.stable.answer(Reply.sse(Chat.says("fine words. take "), Chat.says(HALF + REST))
          .ending(Reply.Ending.HANG));
      try (RawHttp http = RawHttp.connect(pair.gateway.port())) {
        http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("r")));
        Await.until("the provider was asked", TestGateway.SOON,
            () -> !pair.stable.requests().isEmpty());
      }
      assertThat(pair.gateway.awaitTraces(1).toString()).doesNotContain("ghp_", REST);
    }
  }
}
