package dev.prism.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.prism.exchange.SseStreams.Event;
import dev.prism.exchange.SseStreams.Seen;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The event-stream corpus that lies outside the repository, in every cut.
class SseVectorsTest {
  @Test
  void everyVectorGivesItsEventsInEveryCut() throws IOException, SseReader.Overflow {
    Path file = Path.of(System.getProperty("prism.shared", "absent"),
        "data/reliability/sse/sse-vectors.jsonl");
    assumeTrue(Files.exists(file), "skipped: the event-stream corpus is not on this machine");
    ObjectMapper json = new ObjectMapper();
    int read = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      JsonNode vector = json.readTree(line);
      byte[] stream = stream(vector);
      String id = vector.path("id").asString();
      Seen seen = SseReaderTest.assertSameInEveryCut(id, stream, new Random(read));
      List<Event> events = seen.events();
      List<Event> expected = expected(vector);
      // A browser drops an event without its blank line; a gateway must not lose it.
      if (events.size() == expected.size() + 1 && endsWithinAnEvent(seen.raw())) {
        events = events.subList(0, expected.size());
      }
      assertThat(events).as(id).isEqualTo(expected);
      read++;
    }
    assertThat(read).isGreaterThan(30);
  }

  private static byte[] stream(JsonNode vector) {
    if (vector.path("stream_b64").isString()) {
      return Base64.getDecoder().decode(vector.path("stream_b64").asString());
    }
    StringBuilder all = new StringBuilder();
    vector.path("chunks_b64")
        .forEach(chunk -> all.append(
            new String(Base64.getDecoder().decode(chunk.asString()), StandardCharsets.ISO_8859_1)));
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<Event> expected(JsonNode vector) {
    List<Event> events = new ArrayList<>();
    vector.path("events").forEach(event -> {
      String type = event.path("type").asString();
      events.add(new Event(type.equals("message") ? "" : type, event.path("data").asString()));
    });
    return events;
  }

  private static boolean endsWithinAnEvent(String raw) {
    return !raw.endsWith("\n\n") && !raw.endsWith("\r\r") && !raw.endsWith("\r\n\r\n");
  }
}
