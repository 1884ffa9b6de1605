package dev.prism.server.gameday;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls a gateway on this machine, as anyone with `curl` could.
public final class LocalApi implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newBuilder()
      .connectTimeout(Duration.ofSeconds(5))
      .build();

  /// @param whole as it came
  public record Answer(int status, HttpResponse<String> whole) {
    public JsonNode json() {
      return JSON.readTree(whole.body());
    }

    public String header(String name) {
      return whole.headers().firstValue(name).orElse("");
    }
  }

  public Answer get(String url) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  public Answer post(String url, Map<String, ?> body, String... headers)
      throws IOException, InterruptedException {
    return withBody("POST", url, body, headers);
  }

  public Answer patch(String url, Map<String, ?> body) throws IOException, InterruptedException {
    return withBody("PATCH", url, body);
  }

  private Answer withBody(String method, String url, Map<String, ?> body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
        .header("content-type", "application/json")
        .method(method, HttpRequest.BodyPublishers.ofString(json(body)));
    for (int i = 0; i + 1 < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request);
  }

  public static String json(Map<String, ?> body) {
    return JSON.writeValueAsString(body);
  }

  private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request.timeout(LIMIT).build(),
        HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response);
  }

  @Override
  public void close() {
    http.close();
  }
}
