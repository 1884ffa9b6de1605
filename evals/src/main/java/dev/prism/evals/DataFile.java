package dev.prism.evals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/// One of this module's own YAML files: a mapping whose values are texts, lists of texts, or mappings of
/// texts.
///
/// @param name beside the classes of this package
record DataFile(String name, Map<?, ?> values) {
  /// @throws IllegalStateException if there is no such file, or it is no mapping
  static DataFile read(String name) {
    try (InputStream in = DataFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      LoadSettings settings = LoadSettings.builder()
          .setLabel(name)
          .setSchema(new FailsafeSchema())
          .setMaxAliasesForCollections(0)
          .build();
      if (new Load(settings).loadFromInputStream(in) instanceof Map<?, ?> map) {
        return new DataFile(name, map);
      }
      throw new IllegalStateException(name + " is no mapping");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines of a text file that are not blank.
  static List<String> lines(String name) {
    try (InputStream in = DataFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not packaged");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
          .filter(line -> !line.isBlank())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text(String key) {
    if (values.get(key) instanceof String text) {
      return text.strip();
    }
    throw new IllegalStateException(name + " has no text " + key);
  }

  String text(String key, String otherwise) {
    return values.containsKey(key) ? text(key) : otherwise;
  }

  List<String> texts(String key) {
    return values.get(key) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /// What stands under `anchors` for 1 to 5.
  List<String> anchors() {
    if (!(values.get("anchors") instanceof Map<?, ?> map) || map.size() != 5) {
      throw new IllegalStateException(name + " has no five anchors");
    }
    Map<String, String> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), String.valueOf(value).strip()));
    return List.copyOf(sorted.values());
  }
}
