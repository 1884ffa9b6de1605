package dev.prism.server.cli;

import dev.prism.exchange.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Flips of one session alone, on a gateway that runs: made through its admin API like any other, in its audit
/// log like any other, taken back at the end and expiring by themselves besides.
final class SessionFlips implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final URI admin;
  private final @Nullable Secret token;
  private final String session;
  private final List<String> made = new ArrayList<>();

  SessionFlips(URI admin, @Nullable Secret token, String session) {
    this.admin = admin;
    this.token = token;
    this.session = session;
  }

  /// @throws IOException if the gateway refuses, saying why
  void flip(String route, String target) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("to").put("target", target);
    body.putObject("scope").putArray("sessions").add(session);
    body.put("reason", "golden set against " + target).put("expires_in", "30m");
    HttpResponse<String> response = http
        .send(request("/api/routes/" + URLEncoder.encode(route, StandardCharsets.UTF_8) + "/flips")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build(), BodyHandlers.ofString());
    if (response.statusCode() != 201) {
      throw new IOException("the admin plane refused the flip of " + route + " to " + target
          + ": status " + response.statusCode());
    }
    made.add(JSON.readTree(response.body()).path("id").asString(""));
  }

  private HttpRequest.Builder request(String path) {
    String base = admin.toString();
    HttpRequest.Builder request = HttpRequest
        .newBuilder(
            URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path))
        .timeout(LIMIT);
    return token == null ? request : request.header("authorization", "Bearer " + token.reveal());
  }

  /// Takes them back. One that cannot be taken back expires.
  @Override
  public void close() throws IOException {
    try {
      for (String id : made) {
        http.send(request("/api/flips/" + URLEncoder.encode(id, StandardCharsets.UTF_8)
            + "?reason=golden+set+done").DELETE().build(), BodyHandlers.discarding());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      http.close();
    }
  }
}
