package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawHttp2;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Flips over the wire: in force for the next request, and, where the flip says so, for those in flight.
class FlipIT {
  private static final String TO_CANDIDATE = "{\"target\": \"candidate\"}";
  private static final String CUT = ", \"in_flight\": \"cut\", \"incident\": \"inc-7\"";
  private static final String PATH = "/v1/chat/completions";

  private static Pair pair(String more) {
    return Pair.of("{ primary: stable }", yaml -> yaml.more(more));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void itIsInForceForTheNextRequestUntilItIsReverted(boolean stream) throws IOException {
    try (Pair pair = pair("")) {
      JsonNode flip = pair.gateway.flip("r", TO_CANDIDATE, ", \"incident\": \"inc-7\"");
      RawResponse flipped = pair.ask(stream);
      pair.check(flipped, stream, Pair.Expected.of(Pair.CANDIDATE, "fallback", true,
          Pair.CANDIDATE_COST, "candidate answered"));
      assertThat(flipped.header("x-prism-revision")).contains(flip.path("revision").asString());
      assertThat(flipped.header("x-prism-incident")).contains("inc-7");

      assertThat(
          pair.gateway.admin("DELETE", "/api/flips/" + flip.path("id").asString(), "").status())
          .isEqualTo(200);
      RawResponse reverted = pair.ask(stream);
      pair.check(reverted, stream,
          Pair.Expected.of(Pair.STABLE, "primary", false, Pair.STABLE_COST, "stable answered"));
      assertThat(reverted.header("x-prism-incident")).isEmpty();
    }
  }

  @Test
  void itsScopeHolds() throws IOException {
    try (Pair pair = pair("")) {
      pair.gateway.flip("r", TO_CANDIDATE, ", \"scope\": {\"sessions\": [\"s-1\"]}");
      assertThat(pair.ask(false, new Header("x-prism-session-id", "s-1")).header("x-prism-target"))
          .contains(Pair.CANDIDATE);
      assertThat(pair.ask(false, new Header("x-prism-session-id", "s-2")).header("x-prism-target"))
          .contains(Pair.STABLE);
      assertThat(pair.ask(false).header("x-prism-target")).contains(Pair.STABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRequestThatWaitsIsCutOverToTheNewTarget(boolean stream) throws IOException {
    try (Pair pair = pair(""); RawHttp http = RawHttp.connect(pair.gateway.port())) {
      pair.stable.answer(Reply.nothing(Reply.Ending.HANG));
      http.send(RawHttp.request("POST", PATH, stream ? Chat.streamRequest("r") : Chat.request("r"),
          new Header("x-prism-stream-summary", "true")));
      pair.stable.awaitRequest(0, TestGateway.SOON);
      JsonNode flip = pair.gateway.flip("r", TO_CANDIDATE, CUT);

      RawResponse response = http.response();
      pair.stable.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
      pair.check(response, stream, Pair.Expected.of(Pair.CANDIDATE, "fallback", true,
          Pair.CANDIDATE_COST, "stable cancelled", "candidate answered"));
      assertThat(response.header("x-prism-revision")).contains(flip.path("revision").asString());
      assertThat(response.header("x-prism-incident")).contains("inc-7");
    }
  }

  @Test
  void aRequestOverHttp2IsCutOverToo() throws IOException {
    try (Pair pair = pair(""); RawHttp2 http = RawHttp2.connect(pair.gateway.port())) {
      pair.stable.answer(Reply.nothing(Reply.Ending.HANG));
      int stream = http.post(PATH, Chat.request("r"));
      pair.stable.awaitRequest(0, TestGateway.SOON);
      pair.gateway.flip("r", TO_CANDIDATE, CUT);
      RawResponse response = Objects.requireNonNull(http.await(stream).response());
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("x-prism-target")).contains(Pair.CANDIDATE);
    }
  }

  @Test
  void aStreamThatTheClientHasAPartOfIsCutWithAnError() throws IOException {
    try (Pair pair = pair(""); RawHttp http = RawHttp.connect(pair.gateway.port())) {
      pair.stable.answer(Chat.unfinished().ending(Reply.Ending.HANG));
      http.send(RawHttp.request("POST", PATH, Chat.streamRequest("r")));
      http.readUntil(" there");
      pair.gateway.flip("r", TO_CANDIDATE, CUT);
      assertThat(http.readUntil("0\r\n\r\n")).contains("\"code\":\"cut_over\"")
          .doesNotContain("[DONE]");
      pair.stable.requests().getFirst().awaitClosedByPeer(TestGateway.SOON);
      assertThat(pair.candidate.requests()).isEmpty();
    }
  }

  @Test
  void aStreamThatCanBeResumedGoesOnAtTheNewTarget() throws IOException {
    try (Pair pair = pair("    on-stream-break: resume\n");
        RawHttp http = RawHttp.connect(pair.gateway.port())) {
      pair.stable.answer(Reply.sse(Chat.says("Hello")).ending(Reply.Ending.HANG));
      http.send(RawHttp.request("POST", PATH, Chat.streamRequest("r")));
      http.readUntil("Hello");
      pair.gateway.flip("r", TO_CANDIDATE, CUT);
      assertThat(http.readUntil("0\r\n\r\n")).contains(" there")
          .contains("[DONE]")
          .doesNotContain("Hello")
          .doesNotContain("\"error\"");
    }
  }

  @Test
  void whatIsOutsideTheScopeAndWhatIsNotToBeCutFinishesWhereItIs() throws IOException {
    try (Pair pair = pair(""); RawHttp http = RawHttp.connect(pair.gateway.port())) {
      pair.stable.answer(Chat.unfinished().ending(Reply.Ending.HANG));
      http.send(RawHttp.request("POST", PATH, Chat.streamRequest("r")));
      http.readUntil(" there");
      pair.gateway.flip("r", TO_CANDIDATE, "");
      pair.gateway.flip("r", TO_CANDIDATE, CUT + ", \"scope\": {\"sessions\": [\"s-1\"]}");
      assertThat(pair.ask(false).header("x-prism-target")).contains(Pair.CANDIDATE);
      assertThat(pair.stable.requests().getFirst().closedByPeer()).isFalse();
    }
  }
}
