package dev.prism.store;

import dev.prism.incident.Happening;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What happened to an incident, as JSON beside the simple name of its record.
final class HappeningJson {
  private static final Map<String, Class<?>> KINDS = Arrays
      .stream(Happening.class.getPermittedSubclasses())
      .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  private HappeningJson() {}

  static String kind(Happening what) {
    return what.getClass().getSimpleName();
  }

  static String body(Happening what) {
    return StoredJson.MAPPER.writeValueAsString(what);
  }

  /// @throws IllegalStateException if a newer version wrote it
  static Happening read(String kind, String body) {
    Class<?> type = KINDS.get(kind);
    if (type == null) {
      throw new IllegalStateException("a newer version of Prism wrote " + kind);
    }
    return (Happening) StoredJson.MAPPER.readValue(body, type);
  }
}
