package dev.prism.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A gateway of its own process is killed while flips are written through its admin API, and started
/// again, over and over. `-Dcycles=200` for the long form.
@Tag("weekly")
class KillNineIT {
  private static final int CYCLES = Integer.getInteger("cycles", 3);
  private static final long SEED = Long.getLong("seed", 20261124);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLIP = "{\"to\": {\"target\": \"candidate\"}, \"reason\": \"kill -9\"}";
  private static final Header NO_BODY = new Header("content-length", "0");

  private final Random random = new Random(SEED);
  @TempDir
  private Path folder;
  private long acknowledged;

  @Test
  void aFlipThatWasAnsweredSurvivesKillNineAndTheAuditChainIsWhole() throws Exception {
    Files.writeString(folder.resolve("prism.yaml"), GatewayYaml.empty()
        .provider("sim", "{ adapter: simulated, simulated: { first-token: 0ms, per-token: 0ms } }")
        .route("demo",
            "{ stable: { provider: sim, model: s }, candidate: { provider: sim, model: l } }",
            "{ primary: stable }")
        .text(folder));
    for (int cycle = 1; cycle <= CYCLES; cycle++) {
      try (Gateway gateway = Gateway.start(folder)) {
        check(gateway, "seed " + SEED + ", cycle " + cycle);
        flipUntilKilled(gateway, 10 + random.nextInt(60));
      }
    }
    try (Gateway gateway = Gateway.start(folder)) {
      check(gateway, "seed " + SEED + ", the end");
    }
    System.err.println(CYCLES + " cycles of kill -9 on a gateway: " + acknowledged
        + " revisions acknowledged, none lost, the audit chain whole every time");
  }

  /// What was acknowledged is in the history, in the audit chain and in force for requests.
  private void check(Gateway gateway, String when) throws IOException {
    long latest = json(gateway.admin("GET", "/api/revisions?limit=1")).path("revisions")
        .path(0)
        .path("number")
        .asLong();
    assertThat(latest).as("%s: the last acknowledged revision", when)
        .isBetween(acknowledged, acknowledged + 1 + (acknowledged == 0 ? 1 : 0));
    JsonNode audit = json(gateway.admin("GET", "/api/audit/verify"));
    assertThat(audit.path("whole").asBoolean()).as("%s: %s", when, audit).isTrue();
    assertThat(audit.path("entries").asLong()).as(when).isEqualTo(latest);
    RawResponse served = RawHttp.post(gateway.port, "/v1/chat/completions", Chat.request("demo"));
    assertThat(served.header("x-prism-revision")).as(when).contains(Long.toString(latest));
    boolean flipped = !json(gateway.admin("GET", "/api/flips")).path("flips").isEmpty();
    assertThat(served.header("x-prism-target")).as(when).contains(flipped ? "candidate" : "stable");
  }

  private void flipUntilKilled(Gateway gateway, int flips) throws IOException {
    try (RawHttp http = RawHttp.connect(gateway.adminPort)) {
      JsonNode inForce = json(gateway.admin("GET", "/api/flips")).path("flips");
      String id = inForce.isEmpty() ? null : inForce.path(0).path("id").asString();
      for (int i = 0; i < flips; i++) {
        RawResponse done = http.send(request(id)).response();
        assertThat(done.status()).as("%s", done).isIn(200, 201);
        JsonNode body = json(done);
        id = id == null ? body.path("id").asString() : null;
        acknowledged = body.path("revision").asLong();
      }
      http.send(request(id));
      long end = System.nanoTime() + random.nextInt(4_000_000);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      gateway.kill();
      RawResponse last = lastWords(http);
      if (last != null && last.isWhole() && last.status() < 300) {
        acknowledged = json(last).path("revision").asLong();
      }
    }
  }

  private static @Nullable RawResponse lastWords(RawHttp http) {
    try {
      return http.responseOrNull();
    } catch (IOException _) {
      return null;
    }
  }

  /// Flips, or reverts the flip of this id.
  private static String request(@Nullable String id) {
    return id == null
        ? RawHttp.request("POST", "/api/routes/demo/flips", FLIP)
        : RawHttp.request("DELETE", "/api/flips/" + id, "", NO_BODY);
  }

  private static JsonNode json(RawResponse response) {
    assertThat(response.status()).as("%s", response).isIn(200, 201);
    return JSON.readTree(response.body());
  }

  /// `prism serve` as a process.
  private record Gateway(Process process, int port, int adminPort) implements AutoCloseable {
    static Gateway start(Path folder) throws IOException {
      Process process = new ProcessBuilder(
          List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
              "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
              "-cp",
              System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")),
              "dev.prism.server.cli.PrismCommand", "serve", "--config",
              folder.resolve("prism.yaml").toString()))
          .directory(folder.toFile())
          .redirectError(folder.resolve("gateway.log").toFile())
          .start();
      BufferedReader out = new BufferedReader(
          new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        int port = port(line, "Prism serves on http://127.0.0.1:");
        int adminPort = port(line, "admin plane on http://127.0.0.1:");
        if (port > 0 && adminPort > 0) {
          return new Gateway(process, port, adminPort);
        }
      }
      throw new IOException(Files.readString(folder.resolve("gateway.log")));
    }

    private static int port(String line, String before) {
      int at = line.indexOf(before);
      if (at < 0) {
        return -1;
      }
      String digits = line.substring(at + before.length()).split("[^0-9]", 2)[0];
      return Integer.parseInt(digits);
    }

    RawResponse admin(String method, String path) throws IOException {
      try (RawHttp http = RawHttp.connect(adminPort)) {
        return http.send(RawHttp.request(method, path, "")).response();
      }
    }

    /// SIGKILL.
    void kill() {
      process.toHandle().destroyForcibly();
    }

    @Override
    public void close() {
      kill();
      process.onExit().join();
    }
  }
}
