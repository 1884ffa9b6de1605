package dev.prism.server.it;

import dev.prism.conf.ConfigResult;
import dev.prism.evals.JudgeShift;
import dev.prism.exchange.ScoredTrace;
import dev.prism.server.ConfigSource;
import dev.prism.server.GatewayServer;
import dev.prism.testing.Await;
import dev.prism.testing.Header;
import dev.prism.testing.RawHttp;
import dev.prism.testing.RawResponse;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// A whole gateway in this process, on free ports, with a folder of its own.
final class TestGateway implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path config;
  private final GatewayServer server;
  private final List<JsonNode> traces = new ArrayList<>();
  private long tracesRead;

  private TestGateway(Path folder, Path config, GatewayServer server) {
    this.folder = folder;
    this.config = config;
    this.server = server;
  }

  static TestGateway start(GatewayYaml yaml) {
    try {
      Path folder = Files.createTempDirectory("prism-it");
      Path config = Files.writeString(folder.resolve("prism.yaml"), yaml.text(folder));
      ConfigSource source = new ConfigSource(config, Map.of(), null, null);
      return switch (source.read()) {
        case ConfigResult.Loaded(var loaded) ->
          new TestGateway(folder, config, GatewayServer.start(loaded, source));
        case ConfigResult.Rejected rejected ->
          throw new IllegalStateException(rejected.problems() + "\n" + yaml.text(folder));
      };
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  int port() {
    return server.port();
  }

  int adminPort() {
    return server.adminPort();
  }

  /// Hears of every scored exchange from now on.
  void onScored(ScoredTrace.Listener listener) {
    server.onScored(listener);
  }

  /// Hears of changes of the judge from now on.
  void onJudgeShift(JudgeShift.Listener listener) {
    server.onJudgeShift(listener);
  }

  /// One request on a connection of its own.
  RawResponse post(String path, String json, Header... headers) throws IOException {
    return RawHttp.post(port(), path, json, headers);
  }

  RawResponse chat(String model, Header... headers) throws IOException {
    return post("/v1/chat/completions", Chat.request(model), headers);
  }

  RawResponse stream(String model, Header... headers) throws IOException {
    return post("/v1/chat/completions", Chat.streamRequest(model), headers);
  }

  /// A call of the admin API.
  ///
  /// @param body empty for none
  RawResponse admin(String method, String path, String body, Header... headers) throws IOException {
    try (RawHttp http = RawHttp.connect(adminPort())) {
      http.send(body.isEmpty() && !method.equals("GET")
          ? RawHttp.request(method, path, "", with(headers, new Header("content-length", "0")))
          : RawHttp.request(method, path, body, headers));
      return http.response();
    }
  }

  private static Header[] with(Header[] headers, Header one) {
    return Stream.concat(Stream.of(headers), Stream.of(one)).toArray(Header[]::new);
  }

  /// What the admin API says at this path.
  JsonNode ask(String path) {
    try {
      return JSON.readTree(admin("GET", path, "").body());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Flips a route and gives the answer.
  ///
  /// @param to   what the flip puts in force
  /// @param more further members of the request, each with a comma before it
  JsonNode flip(String route, String to, String more) throws IOException {
    RawResponse made = admin("POST", "/api/routes/" + route + "/flips",
        "{\"to\": " + to + ", \"reason\": \"test\"" + more + "}");
    if (made.status() != 201) {
      throw new AssertionError(made);
    }
    return JSON.readTree(made.body());
  }

  /// The metrics in Prometheus' text form.
  String metrics() throws IOException {
    return RawHttp.get(adminPort(), "/metrics").text();
  }

  /// The traces that have been written so far. Only what is new is read, since tests ask often.
  List<JsonNode> traces() {
    Path file = folder.resolve("traces.jsonl");
    if (!Files.exists(file)) {
      return List.of();
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(tracesRead);
      byte[] fresh = new byte[(int) (in.length() - tracesRead)];
      in.readFully(fresh);
      int whole = new String(fresh, StandardCharsets.ISO_8859_1).lastIndexOf('\n') + 1;
      new String(fresh, 0, whole, StandardCharsets.UTF_8).lines()
          .map(JSON::readTree)
          .forEach(traces::add);
      tracesRead += whole;
      return List.copyOf(traces);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Waits until `count` traces have been written, and gives them.
  List<JsonNode> awaitTraces(int count) {
    Await.until(count + " traces are written", SOON, () -> traces().size() >= count);
    return traces();
  }

  /// Waits for the trace of the exchange that this response answered; copies have traces of their own.
  JsonNode traceOf(RawResponse response) {
    String id = response.header("x-prism-request-id").orElse("none");
    Await.until("the trace of " + id + " is written", SOON,
        () -> traces().stream().anyMatch(trace -> isOf(trace, id)));
    return traces().stream().filter(trace -> isOf(trace, id)).findFirst().orElseThrow();
  }

  private static boolean isOf(JsonNode trace, String requestId) {
    return trace.path("request_id").asString("").equals(requestId)
        && !trace.path("metadata").has("prism-copy-of");
  }

  /// Writes another configuration over the one it was started with.
  void rewrite(GatewayYaml yaml) throws IOException {
    rewrite(yaml.text(folder));
  }

  void rewrite(String text) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh.yaml"), text);
    Files.move(fresh, config, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    server.close();
    delete(folder);
  }

  /// Deletes a folder and everything in it.
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(TestGateway::deleteOne);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
