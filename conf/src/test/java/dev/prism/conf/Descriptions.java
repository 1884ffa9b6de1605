package dev.prism.conf;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What each key is for, in one sentence: `descriptions.properties`, by record and key.
final class Descriptions {
  private final Properties sentences = new Properties();
  private final Set<String> used = new TreeSet<>();
  private final Set<String> missing = new TreeSet<>();

  Descriptions() {
    try (InputStream in = Descriptions.class.getResourceAsStream("descriptions.properties")) {
      sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nullable
  String of(Class<?> type, String key) {
    String name = name(type) + "." + key;
    String sentence = sentences.getProperty(name);
    (sentence == null ? missing : used).add(name);
    return sentence;
  }

  /// Keys that were asked for and have no sentence.
  Set<String> missing() {
    return missing;
  }

  /// Sentences that nothing asked for.
  Set<String> unused() {
    Set<String> unused = new TreeSet<>(sentences.stringPropertyNames());
    unused.removeAll(used);
    return unused;
  }

  /// The type's name within its package.
  static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }
}
