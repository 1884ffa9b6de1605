package dev.prism.server.it;

import dev.prism.testing.RawResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Reads streams of the chat dialect as a client does.
final class Streams {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Streams() {}

  /// The content of the first choice, put together.
  static String text(RawResponse response) {
    return text(response, 0, "content");
  }

  /// As [#text(RawResponse)], of what has been read so far.
  static String text(String events) {
    return text(events, 0, "content");
  }

  /// A field of a choice, put together.
  static String text(RawResponse response, int choice, String field) {
    return text(response.text(), choice, field);
  }

  private static String text(String events, int choice, String field) {
    StringBuilder text = new StringBuilder();
    events.lines()
        .filter(line -> line.startsWith("data: {"))
        .map(line -> JSON.readTree(line.substring(6)))
        .forEach(event -> {
          for (JsonNode each : event.path("choices")) {
            if (each.path("index").asInt() == choice) {
              text.append(each.path("delta").path(field).asString(""));
              for (JsonNode call : each.path("delta").path("tool_calls")) {
                text.append(call.path("function").path(field).asString(""));
              }
            }
          }
        });
    return text.toString();
  }
}
