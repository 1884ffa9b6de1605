package dev.prism.providers.openai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One recorded interaction with a provider.
record Recording(
    String id,
    String provider,
    String endpoint,
    boolean stream,
    int status,
    JsonNode headers,
    String body) {
  static final Set<String> DIALECT = Set.of("chat.completions", "completions", "responses",
      "embeddings", "models");
  static final JsonMapper JSON = new JsonMapper();

  /// Every recording of the OpenAI dialect; empty where there are none on this machine.
  static List<Recording> all() {
    Path folder = Path.of(System.getProperty("prism.shared", "shared"), "fixtures", "providers");
    List<Recording> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: no recordings in " + folder);
      return all;
    }
    try (var files = Files.newDirectoryStream(folder, "*.jsonl")) {
      for (Path file : files) {
        for (String line : Files.readAllLines(file)) {
          JsonNode node = JSON.readTree(line);
          if (DIALECT.contains(node.path("endpoint").asString(""))
              && node.path("response").path("body").isString()) {
            all.add(of(node));
          }
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
    return all;
  }

  private static Recording of(JsonNode node) {
    return new Recording(node.path("id").asString(), node.path("provider").asString(),
        node.path("endpoint").asString(), node.path("stream").asBoolean(),
        node.path("status").asInt(), node.path("response").path("headers"),
        node.path("response").path("body").asString());
  }

  boolean isSse() {
    return body.contains("data:") && !body.startsWith("{") && !body.startsWith("[");
  }

  byte[] bytes() {
    return body.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return provider + "/" + endpoint + (stream ? "/stream/" : "/") + id;
  }
}
