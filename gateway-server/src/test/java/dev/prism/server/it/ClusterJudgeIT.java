package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.ReceivedRequest;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The judge of clusters, reached through the gateway's own route: real failing exchanges, a real cluster, a
/// provider whose answers are scripted.
class ClusterJudgeIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int FAILING = 6;
  private static final int TRACE_ID = 32;
  private static final String EMPTY = Chat.ANSWER.replace("Hello there", "");

  private static GatewayYaml yaml(StubProvider model, StubProvider judge, String limits) {
    return GatewayYaml.to(model.port())
        .provider("marker", GatewayYaml.openAi(judge.port()))
        .route("judge", "{ only: { provider: marker, model: judge-model } }", "{ primary: only }")
        .evals("{ judge: { route: judge, rubrics: [factual_grounding], sample: 0.0000001 } }")
        .last("incidents: { detect: { clusters: { every: 1s, judge: { " + limits + " } } } }\n");
  }

  private static String message(Map<String, Object> message) {
    return JSON.writeValueAsString(
        Map.of("id", "c", "object", "chat.completion", "created", 1, "model", "judge-a", "choices",
            List.of(Map.of("index", 0, "message", message, "finish_reason", "stop")), "usage",
            Map.of("prompt_tokens", 100, "completion_tokens", 50, "total_tokens", 150)));
  }

  private static String calling(String tool) {
    return message(Map.of("role", "assistant", "content", "", "tool_calls", List.of(Map.of("id",
        "t", "type", "function", "function", Map.of("name", tool, "arguments", "{}")))));
  }

  private static String finding(String traceId, String quote) {
    Map<String, Integer> scores = Stream
        .of("factual_grounding", "privacy_and_safety", "instruction_adherence",
            "optimal_plan_execution")
        .collect(Collectors.toMap(name -> name, _ -> 2));
    String said = JSON
        .writeValueAsString(Map.of("immediate_fix", "Go back to the old prompt.", "scores", scores,
            "quotes", List.of(Map.of("trace_id", traceId, "span_id", "request", "text", quote),
                Map.of("trace_id", traceId, "span_id", "request", "text", "nobody said this"))));
    return message(Map.of("role", "assistant", "content", said));
  }

  /// First it looks, then it speaks of the first representative.
  private static Reply readsThenSays(ReceivedRequest request, String tool, String quote) {
    String body = request.bodyText();
    if (!body.contains("\"role\":\"tool\"")) {
      return Reply.json(200, calling(tool));
    }
    String before = "Representatives: [";
    int from = body.indexOf(before) + before.length();
    return Reply.json(200, finding(body.substring(from, from + TRACE_ID), quote));
  }

  private static void fail(TestGateway gateway) throws IOException {
    for (int i = 0; i < FAILING; i++) {
      gateway.chat("chat");
    }
  }

  private static JsonNode cluster(TestGateway gateway) {
    return gateway.ask("/api/clusters?route=chat").path("clusters").path(0);
  }

  @Test
  void aClusterIsReadThroughTheGatewayAndOnlyWhatStandsInItsTracesIsBelieved() throws IOException {
    try (StubProvider model = StubProvider.answering(Reply.json(200, EMPTY));
        StubProvider judge = StubProvider
            .answering(asked -> readsThenSays(asked, "list_traces", Chat.PROMPT));
        TestGateway gateway = TestGateway.start(yaml(model, judge, "turns: 5"))) {
      fail(gateway);
      Await.until("the cluster is judged", TestGateway.SOON,
          () -> !cluster(gateway).path("judged").isMissingNode());
      JsonNode cluster = cluster(gateway);
      assertThat(cluster.path("immediate_fix").asString(""))
          .isEqualTo("Go back to the old prompt.");
      JsonNode judged = cluster.path("judged");
      assertThat(judged.path("judge").asString("")).isEqualTo("judge-a");
      assertThat(judged.path("turns").asInt()).isEqualTo(2);
      assertThat(judged.path("rejected_quotes").asInt()).isEqualTo(1);
      assertThat(judged.path("quotes")).hasSize(1);
      JsonNode asked = JSON.readTree(judge.requests().getFirst().bodyText());
      assertThat(asked.path("model").asString("")).isEqualTo("judge-model");
      assertThat(asked.path("temperature").asDouble(1)).isZero();
      assertThat(asked.path("tools")).hasSize(8);
      assertThat(model.requests()).as("the judge's own exchange is no traffic").hasSize(FAILING);
    }
  }

  @Test
  void aToolThatTheJudgeMakesUpCallsNothing() throws IOException {
    try (StubProvider model = StubProvider.answering(Reply.json(200, EMPTY));
        StubProvider judge = StubProvider
            .answering(asked -> readsThenSays(asked, "http_get", Chat.PROMPT));
        TestGateway gateway = TestGateway.start(yaml(model, judge, "turns: 5"))) {
      fail(gateway);
      Await.until("the cluster is judged", TestGateway.SOON,
          () -> !cluster(gateway).path("judged").isMissingNode());
      assertThat(judge.requests().get(1).bodyText()).contains("there is no such tool");
      assertThat(model.requests()).hasSize(FAILING);
    }
  }

  @Test
  void theLimitOfTurnsInTheConfigurationHolds() throws IOException {
    try (StubProvider model = StubProvider.answering(Reply.json(200, EMPTY));
        StubProvider judge = StubProvider.answering(Reply.json(200, calling("contrast")));
        TestGateway gateway = TestGateway.start(yaml(model, judge, "turns: 3"))) {
      fail(gateway);
      Await.until("it has used its turns", TestGateway.SOON, () -> judge.requests().size() == 3);
      JsonNode last = JSON.readTree(judge.requests().getLast().bodyText());
      assertThat(last.has("tools")).as("the last turn has to answer").isFalse();
      assertThat(cluster(gateway).path("judged").isMissingNode()).isTrue();
    }
  }
}
