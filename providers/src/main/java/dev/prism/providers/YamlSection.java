package dev.prism.providers;

import java.io.InputStream;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/// A mapping in one of this module's own YAML data files, with the path that leads to it, so that every
/// complaint says where.
///
/// @param path   the keys from the root, joined by points; empty at the root
/// @param values the mapping
public record YamlSection(String path, Map<String, Object> values) {
  private static final int LONGEST = 8 << 20;

  public YamlSection {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Reads a whole file, which is a mapping. Every scalar stays the text that was written, so that
  /// numbers are exact. JSON is read too.
  ///
  /// @throws IllegalArgumentException if it is no YAML, or its root is no mapping
  public static YamlSection read(String label, InputStream in) {
    return section("", load(label, in));
  }

  /// Reads a whole file, which is a mapping or a list of mappings that is not empty.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static List<YamlSection> readAny(String label, InputStream in) {
    Object root = load(label, in);
    if (root instanceof List<?> list && !list.isEmpty()) {
      return IntStream.range(0, list.size())
          .mapToObj(i -> section("[" + i + "]", list.get(i)))
          .toList();
    }
    return List.of(section("", root));
  }

  private static @Nullable Object load(String label, InputStream in) {
    LoadSettings settings = LoadSettings.builder()
        .setLabel(label)
        .setSchema(new FailsafeSchema())
        .setCodePointLimit(LONGEST)
        .setMaxAliasesForCollections(0)
        .build();
    try {
      return new Load(settings).loadFromInputStream(in);
    } catch (YamlEngineException problem) {
      throw new IllegalArgumentException(problem.getMessage(), problem);
    }
  }

  private static YamlSection section(String path, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          (path.isEmpty() ? "the file" : path) + " must be a mapping");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() != null && !entry.getValue().equals("null")) {
        values.put(String.valueOf(entry.getKey()), entry.getValue());
      }
    }
    return new YamlSection(path, values);
  }

  /// The section under `key`, empty when there is none.
  public YamlSection section(String key) {
    Object value = values.get(key);
    return value == null ? new YamlSection(at(key), Map.of()) : section(at(key), value);
  }

  /// The sections of the list under `key`.
  public List<YamlSection> sections(String key) {
    List<?> list = list(key);
    return IntStream.range(0, list.size())
        .mapToObj(i -> section(at(key) + "[" + i + "]", list.get(i)))
        .toList();
  }

  public @Nullable String text(String key) {
    Object value = values.get(key);
    if (value instanceof Map || value instanceof List) {
      throw new IllegalArgumentException(at(key) + " must be one value");
    }
    return value == null ? null : value.toString();
  }

  /// The number under `key`, exactly as written.
  public @Nullable BigDecimal number(String key) {
    String text = text(key);
    try {
      return text == null ? null : new BigDecimal(text);
    } catch (NumberFormatException problem) {
      throw new IllegalArgumentException(at(key) + " must be a number, not " + text, problem);
    }
  }

  public List<String> texts(String key) {
    return list(key).stream().map(String::valueOf).toList();
  }

  public Set<String> keys() {
    return values.keySet();
  }

  public boolean isSection(String key) {
    return values.get(key) instanceof Map;
  }

  public boolean isList(String key) {
    return values.get(key) instanceof List;
  }

  /// Refuses keys that nobody reads.
  public void allow(Set<String> known) {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(at(key) + " is unknown; there are " + known);
      }
    }
  }

  private List<?> list(String key) {
    Object value = values.get(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException(at(key) + " must be a list");
    }
    return list;
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
