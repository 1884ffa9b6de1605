package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `on-stream-break: hold`: nothing of an answer leaves before all of it is there, only signs of life.
class HeldStreamIT {
  private static final String SIGN = ": waiting\n\n";

  private static Pair pair() {
    return Pair.of("{ fallback: [stable, candidate] }",
        yaml -> yaml.more("    on-stream-break: hold\n")
            .timeouts("{ connect: 5s, first-token: 5s, idle: 600ms, total: 20s }"));
  }

  @Test
  void whatComesSoonIsSentWithTheWholeTruthInItsHeaders() throws IOException {
    try (Pair pair = pair()) {
      RawResponse response = pair.ask(true);
      assertThat(response.text()).doesNotContain(SIGN);
      pair.check(response, true,
          Pair.Expected.of(Pair.STABLE, "fallback", false, Pair.STABLE_COST, "stable answered"));
    }
  }

  @Test
  void signsOfLifeComeWhileItIsHeldAndABreakStillFailsOverWhole() throws IOException {
    try (Pair pair = pair(); RawHttp http = RawHttp.connect(pair.gateway.port())) {
      pair.stable.answer(Chat.unfinished().ending(Reply.Ending.HANG));
      http.send(RawHttp.request("POST", "/v1/chat/completions", Chat.streamRequest("r")));
      RawResponse head = http.head();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-type")).contains("text/event-stream");
      assertThat(head.header("x-prism-target")).as("not known yet").isEmpty();
      assertThat(http.readUntil("0\r\n\r\n")).contains(SIGN)
          .containsOnlyOnce("Hello")
          .contains("[DONE]")
          .doesNotContain("\"error\"");
      JsonNode trace = pair.gateway.awaitTraces(1).getFirst();
      assertThat(trace.path("target").asString()).isEqualTo(Pair.CANDIDATE);
      assertThat(Pair.results(trace)).containsExactly("stable failed", "candidate answered");
    }
  }

  @Test
  void anErrorAfterASignOfLifeIsAnEventOfTheStream() throws IOException {
    try (Pair pair = pair()) {
      pair.stable.answer(Chat.unfinished().ending(Reply.Ending.HANG));
      pair.candidate.answer(Reply.json(422, "{\"error\":{\"message\":\"no\",\"code\":\"bad\"}}"));
      RawResponse response = pair.ask(true);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).contains(SIGN)
          .contains("\"error\"")
          .doesNotContain("Hello")
          .doesNotContain("[DONE]");
    }
  }
}
