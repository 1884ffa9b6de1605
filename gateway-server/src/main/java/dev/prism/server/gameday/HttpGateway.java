package dev.prism.server.gameday;

import dev.prism.conf.ConfigResult;
import dev.prism.conf.GatewayConfig;
import dev.prism.conf.KeyHash;
import dev.prism.exchange.Secret;
import dev.prism.providers.SimulatedBehaviour;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;

/// A whole gateway of this process on free ports of loopback, with the configuration of a night.
final class HttpGateway implements AutoCloseable {
  /// What a request says whose answer would hold a stranger's data, if its target is bad.
  static final String STRANGER = "The file of a stranger is open.";

  private final GatewayServer server;

  private HttpGateway(GatewayServer server) {
    this.server = server;
  }

  static HttpGateway start(Scenario scenario, NightMarks marks, Path folder, Clock clock)
      throws IOException {
    Path config = Files.writeString(folder.resolve("prism.yaml"), yaml(scenario, marks, folder));
    ConfigSource source = new ConfigSource(config, Map.of(), null, null);
    return switch (source.read()) {
      case ConfigResult.Loaded(GatewayConfig loaded) ->
        new HttpGateway(GatewayServer.start(loaded, source, clock));
      case ConfigResult.Rejected(var problems) ->
        throw new IllegalStateException("the game day's own config is wrong: " + problems);
    };
  }

  private static String yaml(Scenario scenario, NightMarks marks, Path folder) throws IOException {
    try (InputStream in = Objects
        .requireNonNull(HttpGateway.class.getResourceAsStream("gameday.yaml"))) {
      boolean missing = scenario.fallback().equals("missing");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("@FOLDER@", folder.toString())
          .replace("@SAFE@", missing ? "" : "safe: [old]")
          .replace("@BEHAVIOURS@",
              leak(NightMarks.LIVE)
                  + (marks.isBad(NightMarks.OLD) ? ", " + leak(NightMarks.OLD) : ""))
          .replace("@TENANTS@", tenants())
          .replace("@COHORTS@", String.join(", ", Crowd.detection().cohorts()))
          .replace("@REGULATED@", scenario.regulated() ? "route" : "")
          .replace("@RUBRIC@",
              scenario.rubrics().isEmpty() ? "factual_grounding" : scenario.rubrics().getFirst());
    }
  }

  private static String leak(String model) {
    return "leak-" + model + ": { model: " + model + ", prompt-contains: \"" + STRANGER
        + "\", rate: 1, says: \"" + SimulatedBehaviour.LEAK + "\" }";
  }

  private static String tenants() {
    StringBuilder lines = new StringBuilder();
    for (int tenant = 0; tenant <= Crowd.TENANTS; tenant++) {
      lines.append("  tenant-")
          .append(tenant)
          .append(": { keys: [\"")
          .append(KeyHash.of(new Secret(key(tenant))))
          .append("\"], routes: [\"*\"] }\n");
    }
    return lines.toString();
  }

  static String key(int tenant) {
    return "sk-prism-game-day-tenant-" + tenant;
  }

  String data() {
    return "http://127.0.0.1:" + server.port();
  }

  String admin() {
    return "http://127.0.0.1:" + server.adminPort() + "/api";
  }

  @Override
  public void close() {
    server.close();
  }
}
