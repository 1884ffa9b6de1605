package dev.prism.incident.notify;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON over HTTP to a tool: three seconds to connect, ten in all, no redirects, an answer of a mebibyte at
/// most.
final class Http {
  static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration CONNECT = Duration.ofSeconds(3);
  static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final long MOST_BYTES = 1 << 20;
  private static final HttpClient CLIENT = HttpClient.newBuilder()
      .connectTimeout(CONNECT)
      .followRedirects(HttpClient.Redirect.NEVER)
      .build();

  private Http() {}

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /// @return the answer, a missing node where it is no JSON
  /// @throws DeliveryFailed if the status is not 2xx or there is no answer
  static JsonNode post(URI url, Map<String, String> headers, JsonNode body)
      throws DeliveryFailed, InterruptedException {
    return send(url, headers, JSON.writeValueAsString(body));
  }

  /// As [#post], of a text that is JSON.
  static JsonNode send(URI url, Map<String, String> headers, String json)
      throws DeliveryFailed, InterruptedException {
    return exchange(HttpRequest.newBuilder(url)
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(json)), headers);
  }

  static JsonNode get(URI url, Map<String, String> headers)
      throws DeliveryFailed, InterruptedException {
    return exchange(HttpRequest.newBuilder(url).GET(), headers);
  }

  private static JsonNode exchange(HttpRequest.Builder request, Map<String, String> headers)
      throws DeliveryFailed, InterruptedException {
    request.timeout(LIMIT).header("accept", "application/json").header("user-agent", "prism");
    headers.forEach(request::setHeader);
    HttpResponse<byte[]> response;
    try {
      response = CLIENT.send(request.build(),
          BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    } catch (IOException e) {
      throw DeliveryFailed.passing("no answer: " + e.getClass().getSimpleName(), null);
    }
    int status = response.statusCode();
    if (status / 100 != 2) {
      throw refused(response, status);
    }
    try {
      return JSON.readTree(new String(response.body(), StandardCharsets.UTF_8));
    } catch (JacksonException _) {
      return JSON.missingNode();
    }
  }

  private static DeliveryFailed refused(HttpResponse<?> response, int status) {
    boolean passing = status == 408 || status == 425 || status == 429 || status >= 500;
    return passing
        ? DeliveryFailed.passing("status " + status, retryAfter(response))
        : DeliveryFailed.lasting("status " + status);
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    return response.headers().firstValue("retry-after").map(text -> {
      try {
        Duration wait = Duration.ofSeconds(Math.max(0, Long.parseLong(text.strip())));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
      } catch (NumberFormatException _) {
        return null;
      }
    }).orElse(null);
  }

  /// Checks an address that the operator's file names: this machine and its network are allowed, the
  /// addresses at which clouds hand out credentials never.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  static URI checked(String name, URI url) {
    String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    if ((!scheme.equals("http") && !scheme.equals("https")) || url.getHost() == null) {
      throw new IllegalArgumentException(name + " must be http(s)://host…");
    }
    if (url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(name + " must have no user and no fragment");
    }
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("169.254.") || host.equals("metadata.google.internal")
        || host.equals("[fd00:ec2::254]") || host.equals("100.100.100.200")) {
      throw new IllegalArgumentException(name + " must not be where clouds hand out credentials");
    }
    return url;
  }

  /// A path below a base.
  static URI below(URI base, String path) {
    String text = base.toString();
    return URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path);
  }
}
