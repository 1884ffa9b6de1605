package dev.prism.scanners.corpus;

import dev.prism.exchange.json.JsonCursor;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// One labelled text.
///
/// @param fields every member of the line: strings as they are, other values as JSON
public record CorpusItem(Map<String, String> fields) {
  public CorpusItem {
    fields = Map.copyOf(fields);
  }

  static CorpusItem parse(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    JsonCursor json = new JsonCursor(bytes, 0, bytes.length);
    Map<String, String> fields = new HashMap<>();
    json.enter();
    while (json.nextMember()) {
      String name = json.name();
      fields.put(name, json.kind() == '"' ? json.string() : json.raw());
    }
    return new CorpusItem(fields);
  }

  public String text() {
    return get("text");
  }

  public boolean isPositive() {
    return get("label").equals("positive");
  }

  public String kind() {
    return get("kind");
  }

  public String source() {
    return get("source");
  }

  public String get(String field) {
    return fields.getOrDefault(field, "");
  }
}
