package dev.prism.providers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/// The sizes of models' contexts, as far as the built-in data knows them.
public final class ContextSizes {
  private static final Map<String, Long> SIZES = read();

  private ContextSizes() {}

  private static Map<String, Long> read() {
    Properties lines = new Properties();
    try (InputStream in = ContextSizes.class.getResourceAsStream("context-sizes.properties")) {
      if (in == null) {
        throw new IllegalStateException("the context sizes are missing from the build");
      }
      lines.load(in);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    Map<String, Long> sizes = new HashMap<>();
    for (String model : lines.stringPropertyNames()) {
      sizes.put(model, Long.valueOf(lines.getProperty(model)));
    }
    return Map.copyOf(sizes);
  }

  /// The size of the model's context in tokens, 0 when unknown. A dated version (`gpt-4o-2024-08-06`,
  /// `…-latest`) has the size of its model; a maker before the name (`openai/gpt-4o`) does not matter.
  public static long tokens(String model) {
    String name = model;
    Long size = SIZES.get(name);
    if (size == null) {
      name = name.substring(name.lastIndexOf('/') + 1);
      size = SIZES.get(name);
    }
    int cut = versionStart(name);
    while (size == null && cut > 0) {
      name = name.substring(0, cut);
      size = SIZES.get(name);
      cut = versionStart(name);
    }
    return size == null ? 0 : size;
  }

  /// Where the last part of the name begins if it is a version: digits, or `latest`; else -1.
  private static int versionStart(String name) {
    int dash = Math.max(name.lastIndexOf('-'), name.lastIndexOf('@'));
    String last = name.substring(dash + 1);
    boolean version = last.equals("latest")
        || (last.length() > 1 && last.chars().allMatch(c -> c >= '0' && c <= '9'));
    return version ? dash : -1;
  }
}
