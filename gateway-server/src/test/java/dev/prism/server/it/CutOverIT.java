package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests in flight that a flip takes with it, where more is in their way than one target: rails, racers,
/// copies, canaries, a stream that is held.
class CutOverIT {
  private static final String SECRET = "ghp_0123456789abcdefABCDEF0123456789abcd";
  private static final String SAFE_WORDS = "Here is all of what you asked for, and it is quite long. ";
  private static final String CUT = ", \"in_flight\": \"cut\", \"incident\": \"inc-7\"";
  private static final String MASK = "{ on: output, scanners: [secrets], action: redact }";

  private static RawHttp asked(Pair pair, boolean stream) throws IOException {
    return RawHttp.connect(pair.gateway.port())
        .send(RawHttp.request("POST", "/v1/chat/completions",
            stream ? Chat.streamRequest("r") : Chat.request("r"),
            new Header("x-prism-stream-summary", "true")));
  }

  private static void flip(Pair pair, String target) throws IOException {
    pair.gateway.flip("r", "{\"target\": \"" + target + "\"}", CUT);
  }

  private static Reply stream(String... pieces) {
    String[] events = new String[pieces.length + 3];
    for (int i = 0; i < pieces.length; i++) {
      events[i] = Chat.says(pieces[i]);
    }
    events[pieces.length] = Chat.FINISH;
    events[pieces.length + 1] = Chat.USAGE;
    events[pieces.length + 2] = Chat.DONE;
    return Reply.sse(events);
  }

  private static void bothAreLeft(Pair pair) {
    for (StubProvider provider : List.of(pair.stable, pair.candidate)) {
      provider.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
    }
  }

  /// A racer would have answered without the flip too, so that it is no fallback.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void allRacersAreLeftForTheNewTarget(boolean stream) throws IOException {
    try (Pair pair = Pair.of("{ race: [stable, candidate] }")) {
      pair.stable.answer(Reply.nothing(Reply.Ending.HANG));
      pair.candidate.script(call -> {
        if (pair.candidate.requests().size() == 1) {
          call.hang();
        } else {
          Pair.answerWell(call);
        }
      });
      try (RawHttp http = asked(pair, stream)) {
        pair.stable.awaitRequest(0, TestGateway.SOON);
        pair.candidate.awaitRequest(0, TestGateway.SOON);
        flip(pair, Pair.CANDIDATE);
        pair.check(http.response(), stream, Pair.Expected.of(Pair.CANDIDATE, "fallback", false,
            Pair.CANDIDATE_COST, "stable cancelled", "candidate cancelled", "candidate answered"));
      }
      bothAreLeft(pair);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCanarysCallerIsTakenOffItsArm(boolean stream) throws IOException {
    try (
        Pair pair = Pair.of("{ canary: { stable: stable, candidate: candidate, percent: 100 } }")) {
      pair.candidate.answer(Reply.nothing(Reply.Ending.HANG));
      try (RawHttp http = asked(pair, stream)) {
        pair.candidate.awaitRequest(0, TestGateway.SOON);
        flip(pair, Pair.STABLE);
        RawResponse response = http.response();
        assertThat(response.header("x-prism-target")).contains(Pair.STABLE);
        assertThat(response.header("x-prism-incident")).contains("inc-7");
        assertThat(Pair.results(pair.gateway.traceOf(response)))
            .containsExactly("candidate cancelled", "stable answered");
      }
      pair.candidate.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
    }
  }

  @Test
  void aCopyIsNotMadeAgain() throws IOException {
    try (Pair pair = Pair.of("{ shadow: { candidate: candidate } }")) {
      pair.stable.answer(Reply.nothing(Reply.Ending.HANG));
      try (RawHttp http = asked(pair, false)) {
        pair.stable.awaitRequest(0, TestGateway.SOON);
        pair.candidate.awaitRequest(0, TestGateway.SOON);
        flip(pair, Pair.CANDIDATE);
        assertThat(http.response().header("x-prism-target")).contains(Pair.CANDIDATE);
      }
      List<String> strategies = pair.gateway.awaitTraces(2)
          .stream()
          .map(trace -> trace.path("strategy").asString())
          .toList();
      assertThat(strategies).containsExactlyInAnyOrder("shadow", "fallback");
      assertThat(pair.candidate.requests()).as("the copy and the answer").hasSize(2);
    }
  }

  @Test
  void aHeldStreamBeginsAnewAndIsWhole() throws IOException {
    try (Pair pair = Pair.of("{ primary: stable }",
        yaml -> yaml.more("    on-stream-break: hold\n"))) {
      pair.stable.answer(Reply.sse(Chat.says("Never seen")).ending(Reply.Ending.HANG));
      try (RawHttp http = asked(pair, true)) {
        pair.stable.awaitRequest(0, TestGateway.SOON);
        flip(pair, Pair.CANDIDATE);
        RawResponse response = http.response();
        assertThat(Streams.text(response)).isEqualTo("Hello there");
        assertThat(response.text()).endsWith("data: [DONE]\n\n").doesNotContain("Never seen");
      }
    }
  }

  /// The scanner is a service that the test answers for, so that the flip comes while it looks.
  @Test
  void aRequestThatARailLooksAtIsDecidedAnew() throws IOException {
    try (StubProvider scanner = StubProvider.answering(Reply.nothing(Reply.Ending.HANG));
        Pair pair = Pair.of("{ primary: stable }",
            yaml -> yaml
                .rail("slow",
                    "{ on: input, on-error: block, timeout: 10s, scanners: [ { openai_moderation:"
                        + " { url: \"" + scanner.url()
                        + "/v1\", api-key: k, timeout: 10s, cache-for: 0s } } ] }")
                .routeWith("r", "rails: [slow]"))) {
      scanner.script(call -> {
        if (scanner.requests().size() == 1) {
          Await.until("the flip is made", TestGateway.SOON, () -> !flips(pair).isEmpty());
        }
        call.reply(Reply.json(200,
            "{\"results\":[{\"categories\":{\"hate\":false},\"category_scores\":{\"hate\":0.0}}]}"));
      });
      try (RawHttp http = asked(pair, false)) {
        scanner.awaitRequest(0, TestGateway.SOON);
        flip(pair, Pair.CANDIDATE);
        RawResponse response = http.response();
        pair.check(response, false, Pair.Expected.of(Pair.CANDIDATE, "fallback", true,
            Pair.CANDIDATE_COST, "candidate answered"));
        assertThat(response.header("x-prism-incident")).contains("inc-7");
      }
      assertThat(pair.stable.requests()).as("the target that was left").isEmpty();
      assertThat(scanner.requests()).as("the new plan's rails look again").hasSize(2);
    }
  }

  private static String flips(Pair pair) {
    String flips = pair.gateway.ask("/api/flips").toString();
    return flips.contains("inc-7") ? flips : "";
  }

  /// What the rails hold of the old target's words never leaves, and the new target's pass the rails from
  /// their beginning, also those that the client has already.
  @Test
  void aStreamUnderRailsGoesOnAtTheNewTargetWithoutWhatTheRailsHold() throws IOException {
    try (Pair pair = Pair.of("{ primary: stable }",
        yaml -> yaml.rail("mask", MASK)
            .routeWith("r", "rails: [mask]")
            .more("    on-stream-break: resume\n"))) {
      pair.stable.answer(
          Reply.sse(Chat.says(SAFE_WORDS), Chat.says(SAFE_WORDS), Chat.says("It is ghp_0123456789"))
              .ending(Reply.Ending.HANG));
      pair.candidate.answer(stream(SAFE_WORDS, SAFE_WORDS, "It is " + SECRET, " and no more"));
      try (RawHttp http = asked(pair, true)) {
        String before = http.readUntil("long. ");
        flip(pair, Pair.CANDIDATE);
        String all = before + http.readUntil("0\r\n\r\n");
        assertThat(all).doesNotContain("ghp_").doesNotContain("\"error\"").contains("[DONE]");
        assertThat(Streams.text(all))
            .isEqualTo(SAFE_WORDS + SAFE_WORDS + "It is [GITHUB_TOKEN_1] and no more");
      }
      pair.stable.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
    }
  }

  /// A block at the new target ends the stream as any block does.
  @Test
  void aStreamUnderRailsIsBlockedAtTheNewTargetToo() throws IOException {
    try (Pair pair = Pair.of("{ primary: stable }",
        yaml -> yaml.rail("closed", "{ on: output, scanners: [secrets] }")
            .routeWith("r", "rails: [closed]")
            .more("    on-stream-break: resume\n"))) {
      pair.stable.answer(
          Reply.sse(Chat.says(SAFE_WORDS), Chat.says(SAFE_WORDS)).ending(Reply.Ending.HANG));
      pair.candidate.answer(stream(SAFE_WORDS, SAFE_WORDS, "It is " + SECRET));
      try (RawHttp http = asked(pair, true)) {
        String before = http.readUntil("long. ");
        flip(pair, Pair.CANDIDATE);
        String all = before + http.readUntil("0\r\n\r\n");
        assertThat(all).contains("content_blocked").doesNotContain("ghp_").doesNotContain("[DONE]");
      }
    }
  }
}
