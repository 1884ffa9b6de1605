package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import dev.prism.testing.Reply;
import dev.prism.testing.StubProvider;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Three gateways, each a process of its own, on one PostgreSQL. The one that leads is killed with SIGKILL just after
/// it has written that it is about to flip, over and over; then the store goes away and comes back.
/// `-Dcycles=40` for the long form.
class LeaderKillIT {
  private static final int CYCLES = Integer.getInteger("cycles", 3);
  private static final long SEED = Long.getLong("seed", 20261127);
  private static final String LEAK = "Jane Doe, SSN 536-32-3065, cardiology on May 4th";
  private static final String LEADS = "This node detects for the fleet";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int NODES = 3;
  private static final String INCIDENTS = """
      incidents:
        contain:
          classes: [pii-leak]
          cap-percent: 100
          cap-routes: 1000
          cooldown: 0s
          confirm: { responses: 20, within: 20s }
      """;

  @TempDir
  private Path data;
  private final Random random = new Random(SEED);
  private final List<GatewayProcess> nodes = new ArrayList<>();

  @AfterEach
  void stop() {
    nodes.forEach(GatewayProcess::close);
  }

  @Test
  void aLeaderKilledBetweenWriteAndBroadcastLeavesOneFlipInForceEverywhere() throws Exception {
    int between = 0;
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        StubProvider stub = StubProvider.answering(Chat.answer())) {
      for (int cycle = 0; cycle < CYCLES; cycle++) {
        while (nodes.size() < NODES) {
          nodes.add(node(postgres.getPort(), stub.port()));
        }
        String when = "seed " + SEED + ", cycle " + cycle;
        GatewayProcess leader = leader();
        String route = "r" + cycle;
        GatewayProcess other = nodes.stream().filter(it -> it != leader).findFirst().orElseThrow();
        leak(other, stub, route);
        between += killInTheAct(postgres, leader, route) ? 1 : 0;
        nodes.remove(leader);
        leader.close();
        contained(postgres, route, when);
      }
    }
    System.err.println(CYCLES + " leaders killed, " + between
        + " of them between the intent and the record of the flip, seed " + SEED);
  }

  @Test
  void aStoreThatGoesAwayAndComesBackFindsTheIncidentContained() throws Exception {
    try (StubProvider stub = StubProvider.answering(Chat.answer())) {
      EmbeddedPostgres postgres = EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .start();
      int port = postgres.getPort();
      try {
        for (int i = 0; i < NODES; i++) {
          nodes.add(node(port, stub.port()));
        }
        leader();
        leak(nodes.getFirst(), stub, "r0");
        contained(postgres, "r0", "before the outage");
        postgres.close();
        RawResponse served = ask(nodes.getLast(), "r0");
        assertThat(served.header("x-prism-fallback-used")).as("the flip outlives the store")
            .contains("true");
        leak(nodes.getFirst(), stub, "r1");
        assertThat(ask(nodes.getLast(), "r1").status()).as("requests do not wait").isEqualTo(200);
      } finally {
        postgres.close();
      }
      try (EmbeddedPostgres again = EmbeddedPostgres.builder()
          .setDataDirectory(data)
          .setCleanDataDirectory(false)
          .setPort(port)
          .start()) {
        leak(nodes.getFirst(), stub, "r1");
        contained(again, "r1", "after the outage");
        contained(again, "r0", "what was before the outage");
      }
    }
  }

  /// Whether the kill fell after the intent and before the flip was on record.
  private boolean killInTheAct(EmbeddedPostgres postgres, GatewayProcess leader, String route)
      throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (count(statement, route, "FlipIntended") == 0) {
        assertThat(System.nanoTime()).as("%s is to be flipped", route).isLessThan(end);
      }
      long pause = System.nanoTime() + random.nextInt(6_000_000);
      while (System.nanoTime() < pause) {
        Thread.onSpinWait();
      }
      leader.kill();
      return count(statement, route, "Flipped") == 0;
    }
  }

  private static long count(Statement statement, String route, String kind) throws SQLException {
    try (ResultSet found = statement
        .executeQuery("SELECT COUNT(*) FROM incident_event e JOIN incident i ON i.id = e.incident"
            + " WHERE i.route = '" + route
            + "' AND LOWER(REPLACE(REPLACE(e.kind, '-', ''), '_', ''))" + " = LOWER('" + kind
            + "')")) {
      found.next();
      return found.getLong(1);
    }
  }

  private void contained(EmbeddedPostgres postgres, String route, String when) throws Exception {
    Await.until(when + ": " + route + " is contained on the wire", PATIENCE, () -> {
      nodes.forEach(node -> ask(node, route));
      return incident(nodes.getLast(), route).path("contained").asBoolean();
    });
    for (GatewayProcess node : nodes) {
      JsonNode incident = incident(node, route);
      String id = incident.path("id").asString();
      assertThat(ask(node, route).header("x-prism-incident")).as(when).contains(id);
      List<String> own = new ArrayList<>();
      get(node, "/api/flips").path("flips").forEach(flip -> {
        if (flip.path("incident").asString("").equals(id)) {
          own.add(flip.path("id").asString());
          assertThat(flip.path("expires_at").asString("")).as("%s: an expiry", when).isNotEmpty();
        }
      });
      assertThat(own).as("%s: one flip, whoever died", when).hasSize(1);
      assertThat(incident.path("flips").size()).as("%s: on record once", when).isEqualTo(1);
      assertThat(get(node, "/api/audit/verify").path("whole").asBoolean()).as(when).isTrue();
    }
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(count(statement, route, "Flipped")).as(when).isEqualTo(1);
    }
  }

  private GatewayProcess leader() {
    Await.until("a node leads", PATIENCE, () -> nodes.stream().anyMatch(node -> leads(node)));
    return nodes.stream().filter(LeaderKillIT::leads).findFirst().orElseThrow();
  }

  private static boolean leads(GatewayProcess node) {
    return node.output().stream().anyMatch(line -> line.contains(LEADS));
  }

  private static void leak(GatewayProcess node, StubProvider stub, String route) {
    stub.answer(Reply.json(200, Chat.ANSWER.replace("Hello there", LEAK)));
    ask(node, route);
    stub.answer(Chat.answer());
  }

  private static JsonNode incident(GatewayProcess node, String route) {
    JsonNode found = get(node, "/api/incidents?route=" + route).path("incidents").path(0);
    return found.isMissingNode()
        ? found
        : get(node, "/api/incidents/" + found.path("id").asString());
  }

  private static JsonNode get(GatewayProcess node, String path) {
    try (RawHttp http = RawHttp.connect(node.adminPort())) {
      return JsonMapper.shared()
          .readTree(new String(http.send(RawHttp.request("GET", path, "")).response().body(),
              StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static RawResponse ask(GatewayProcess node, String route) {
    try {
      return RawHttp.post(node.port(), "/v1/chat/completions", Chat.request(route),
          new Header("x-prism-session-id", "s-" + System.nanoTime()));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static GatewayProcess node(int postgres, int provider) throws IOException {
    GatewayYaml yaml = GatewayYaml.empty().provider("up", GatewayYaml.openAi(provider));
    for (int i = 0; i < Math.max(2, CYCLES); i++) {
      String route = "r" + i;
      yaml.route(route, "{ live: { provider: up, model: n }, old: { provider: up, model: o } }",
          "{ primary: live }").routeWith(route, "safe: [old]");
    }
    // Who leads is said in the product's own log, which the tests' configuration keeps quiet.
    return GatewayProcess.start(
        yaml.last(INCIDENTS).store("\"postgresql://postgres@127.0.0.1:" + postgres + "/postgres\""),
        "-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
        "-Dlogback.configurationFile=logback.xml");
  }
}
