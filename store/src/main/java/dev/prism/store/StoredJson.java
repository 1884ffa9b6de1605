package dev.prism.store;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// JSON in the columns of the store.
final class StoredJson {
  static final JsonMapper MAPPER = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {
  };

  private StoredJson() {}

  static String text(Map<String, ?> members) {
    return MAPPER.writeValueAsString(members);
  }

  static Map<String, Object> members(String text) {
    return MAPPER.readValue(text, OBJECT);
  }
}
