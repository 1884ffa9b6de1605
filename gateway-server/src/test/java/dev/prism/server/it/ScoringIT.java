package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Scores of the traffic of a running gateway reach a listener.
class ScoringIT {
  @Test
  void everyExchangeIsScoredOnceWhateverTheSinksSample() throws IOException {
    List<ScoredTrace> heard = new CopyOnWriteArrayList<>();
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      gateway.onScored(heard::add);
      for (int i = 0; i < 20; i++) {
        gateway.chat("chat");
      }
      stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", "")));
      gateway.chat("chat");
      Await.until("all are scored", TestGateway.SOON, () -> heard.size() >= 21);
      assertThat(heard).hasSize(21);
      assertThat(heard.subList(0, 20)).noneMatch(ScoredTrace::isFailing);
      assertThat(heard.getLast().scores()).anySatisfy(score -> {
        assertThat(score.reason()).isEqualTo("empty");
        assertThat(score.value()).isEqualTo(Score.WORST);
        assertThat(score.by().kind()).isEqualTo(Score.Kind.CHECK);
      });
      assertThat(gateway.metrics()).contains("prism_scored_exchanges_total 21.0")
          .contains("prism_scoring_failures_total 0.0");
    }
  }

  @Test
  void aScoreFromOutsideMovesTheSameListenersAndShowsOnTheTrace() throws IOException {
    List<ScoredTrace> heard = new CopyOnWriteArrayList<>();
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      gateway.onScored(heard::add);
      RawResponse answer = gateway.chat("chat");
      String id = answer.header("x-prism-trace-id").orElseThrow();
      Await.until("it is scored", TestGateway.SOON, () -> heard.size() == 1);
      RawResponse posted = gateway.admin("POST", "/api/traces/" + id + "/scores",
          "{\"rubric\": \"tone\", \"value\": 1.5, \"by\": \"app\", \"reason\": \"rude\"}");
      assertThat(posted.status()).as(posted.text()).isEqualTo(201);
      assertThat(heard).hasSize(2);
      assertThat(heard.getLast().isFailing()).isTrue();
      assertThat(heard.getLast().trace().served().route()).isEqualTo("chat");
      JsonNode trace = gateway.ask("/api/traces/" + id);
      assertThat(trace.path("scores").toString()).contains("\"rude\"").contains("\"checks\"");
      assertThat(gateway.ask("/api/traces?failing=true").path("traces")).hasSize(1);
      assertThat(gateway.ask("/api/traces?failing=false").path("traces")).isEmpty();
      assertThat(gateway.ask("/api/scores?route=chat&rubric=tone").path("minutes").toString())
          .contains("\"failing\":1")
          .contains("app@1");
    }
  }

  @Test
  void aScoreThatComesBeforeItsTraceWaitsForIt() throws IOException {
    List<ScoredTrace> heard = new CopyOnWriteArrayList<>();
    try (StubProvider stub = StubProvider.answering(Chat.answer());
        TestGateway gateway = TestGateway.start(GatewayYaml.to(stub.port()))) {
      gateway.onScored(heard::add);
      String id = "4bf92f3577b34da6a3ce929d0e0e4736";
      RawResponse posted = gateway.admin("POST", "/api/traces/" + id + "/scores",
          "{\"rubric\": \"tone\", \"value\": 2}");
      assertThat(posted.text()).contains("\"waits\":true");
      gateway.chat("chat", new Header("traceparent", "00-" + id + "-00f067aa0ba902b7-01"));
      Await.until("it is scored", TestGateway.SOON, () -> heard.size() == 1);
      assertThat(heard.getFirst().scores()).extracting(Score::rubric).contains("tone");
      assertThat(gateway
          .admin("POST", "/api/traces/nothing/scores", "{\"rubric\": \"tone\", \"value\": 2}")
          .status()).isEqualTo(404);
      for (String wrong : List.of("{}", "{\"rubric\":\"tone\",\"value\":6}",
          "{\"rubric\":\"T!\",\"value\":2}", "{\"rubric\":\"tone\",\"value\":2,\"x\":1}")) {
        assertThat(gateway.admin("POST", "/api/traces/" + id + "/scores", wrong).status()).as(wrong)
            .isEqualTo(400);
      }
    }
  }
}
