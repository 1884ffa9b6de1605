package dev.prism.providers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The replies that were recorded of one provider's endpoint.
final class RecordedReplies {
  private RecordedReplies() {}

  /// @return none where there are no recordings on this machine
  static List<byte[]> of(String provider, String endpoint) throws IOException {
    Path file = Path.of(System.getProperty("prism.shared", "shared"), "fixtures", "providers",
        provider + ".jsonl");
    List<byte[]> replies = new ArrayList<>();
    if (!Files.exists(file)) {
      return replies;
    }
    for (String line : Files.readAllLines(file)) {
      JsonNode row = Talk.JSON.readTree(line);
      JsonNode response = row.path("response");
      if (row.path("endpoint").asString().equals(endpoint)) {
        replies.add(response.has("body_b64")
            ? Base64.getDecoder().decode(response.path("body_b64").asString())
            : response.path("body").asString("").getBytes(StandardCharsets.UTF_8));
      }
    }
    replies.removeIf(reply -> reply.length == 0);
    return replies;
  }
}
