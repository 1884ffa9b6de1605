package dev.prism.incident.notify;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// A notice as JSON, its members in snake case: what the outbox keeps and the signed webhook sends.
public final class NoticeJson {
  private static final JsonMapper MAPPER = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .build();

  private NoticeJson() {}

  public static String write(Notice notice) {
    return MAPPER.writeValueAsString(notice);
  }

  /// @throws tools.jackson.core.JacksonException if it is none
  public static Notice read(String json) {
    return MAPPER.readValue(json, Notice.class);
  }
}
