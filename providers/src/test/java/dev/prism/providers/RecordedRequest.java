package dev.prism.providers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A request that a provider was sent and that it answered.
///
/// @param provider the file of recordings
/// @param endpoint as the recordings name it
/// @param body     a JSON object
record RecordedRequest(
    String provider,
    String id,
    String endpoint,
    String model,
    boolean stream,
    JsonNode body) {
  private static final Path FOLDER = Path.of(System.getProperty("prism.shared", "shared"),
      "fixtures", "providers");

  static boolean areHere() {
    return Files.isDirectory(FOLDER);
  }

  /// Those of a provider that were answered with a success, in their order.
  static List<RecordedRequest> of(String provider) {
    try {
      return Files.readAllLines(FOLDER.resolve(provider + ".jsonl"))
          .stream()
          .map(Talk.JSON::readTree)
          .filter(row -> row.path("status").asInt() < 400)
          .filter(row -> row.path("request").path("body").asString("").startsWith("{"))
          .map(row -> of(provider, row))
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static RecordedRequest of(String provider, JsonNode row) {
    JsonNode body = Talk.JSON.readTree(row.path("request").path("body").asString());
    String endpoint = row.path("endpoint").asString();
    return new RecordedRequest(provider, row.path("id").asString(), endpoint,
        model(row.path("request").path("url").asString(), body),
        endpoint.toLowerCase(Locale.ROOT).contains("stream"), body);
  }

  /// The model of the body, else the one that the path names.
  private static String model(String url, JsonNode body) {
    boolean named = body.has("model") || !url.contains("/model");
    if (named) {
      return body.path("model").asString("");
    }
    boolean google = url.contains("/models/");
    String rest = url.substring(url.indexOf("/model") + (google ? 8 : 7));
    int end = rest.indexOf(google ? ':' : '/');
    return URLDecoder.decode(end < 0 ? rest : rest.substring(0, end), StandardCharsets.UTF_8);
  }
}
