package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Three gateways on one real PostgreSQL: any of them notices, one acts, all of them say so on the wire; and
/// when the one that acted is gone another acts.
class IncidentFleetIT {
  private static final String LEAK = "Jane Doe, SSN 536-32-3065, cardiology on May 4th";
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String INCIDENTS = """
      incidents:
        contain:
          mode: auto
          classes: [pii-leak]
          cap-percent: 100
          cooldown: 0s
          confirm: { responses: 30, within: 20s }
      """;

  @Test
  void aLeakAtOneNodeIsContainedOnAllAndALostLeaderIsReplaced() throws Exception {
    List<TestGateway> nodes = new ArrayList<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        StubProvider stub = StubProvider.answering(Chat.answer())) {
      try {
        for (int i = 0; i < 3; i++) {
          nodes.add(node(postgres.getPort(), i, stub.port()));
        }
        for (TestGateway node : nodes) {
          Await.until("the node shares the table", PATIENCE,
              () -> node.ask("/api/flips").path("revision").asLong() > 0);
        }
        contained(nodes, stub, "first");
        assertThat(incident(nodes.getLast(), "first").path("proof").path("nodes").asInt())
            .isEqualTo(3);
        nodes.removeFirst().close();
        contained(nodes, stub, "second");
        nodes.removeFirst().close();
        contained(nodes, stub, "third");
        assertThat(nodes.getFirst().ask("/api/audit/verify").path("whole").asBoolean()).isTrue();
      } finally {
        nodes.forEach(TestGateway::close);
      }
    }
  }

  private static void contained(List<TestGateway> nodes, StubProvider stub, String route)
      throws IOException {
    stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", LEAK)));
    ask(nodes.getLast(), route);
    stub.answer(Chat.answer());
    Await.until(route + " is flipped", PATIENCE,
        () -> incident(nodes.getFirst(), route).path("flips").size() == 1);
    String id = incident(nodes.getFirst(), route).path("id").asString();
    Await.until("the wire of every node says so", PATIENCE, () -> {
      nodes.forEach(node -> ask(node, route));
      return incident(nodes.getLast(), route).path("contained").asBoolean();
    });
    for (TestGateway node : nodes) {
      RawResponse response = ask(node, route);
      assertThat(response.header("x-prism-fallback-used")).contains("true");
      assertThat(response.header("x-prism-incident")).contains(id);
      assertThat(node.ask("/api/incidents/" + id).path("flips").size()).isEqualTo(1);
    }
    assertThat(nodes.getFirst().ask("/api/flips").path("flips").toString())
        .as("one flip of one leader")
        .containsOnlyOnce("\"incident\":\"" + id);
  }

  private static JsonNode incident(TestGateway node, String route) {
    JsonNode found = node.ask("/api/incidents?route=" + route).path("incidents").path(0);
    return found.isMissingNode()
        ? found
        : node.ask("/api/incidents/" + found.path("id").asString());
  }

  private static RawResponse ask(TestGateway node, String route) {
    try {
      return node.chat(route, new Header("x-prism-session-id", "s-" + System.nanoTime()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static TestGateway node(int postgres, int number, int provider) {
    GatewayYaml yaml = GatewayYaml.empty().provider("up", GatewayYaml.openAi(provider));
    for (String route : List.of("first", "second", "third")) {
      yaml.route(route, "{ live: { provider: up, model: n }, old: { provider: up, model: o } }",
          "{ primary: live }").routeWith(route, "safe: [old]");
    }
    return TestGateway.start(yaml.last(INCIDENTS)
        .store(
            "\"postgresql://postgres@127.0.0.1:" + postgres + "/postgres?node=" + number + "\""));
  }
}
