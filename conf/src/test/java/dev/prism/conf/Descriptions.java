package dev.prism.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What each key is for: the `@param` of its component, read from the source of its record, so that it is
/// said in one place.
final class Descriptions {
  private final Map<Class<?>, Map<String, String>> params = new HashMap<>();
  private final Set<String> missing = new TreeSet<>();

  /// The sentence of one component, null if its record does not document it.
  @Nullable
  String of(Class<?> type, String component) {
    String sentence = params.computeIfAbsent(type, Descriptions::read).get(component);
    if (sentence == null) {
      missing.add(name(type) + "." + component);
    }
    return sentence;
  }

  /// Components that were asked for and are not documented.
  Set<String> missing() {
    return missing;
  }

  /// The type's name within its package.
  static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static Map<String, String> read(Class<?> type) {
    String nested = type.getName().substring(type.getPackageName().length() + 1);
    String outer = nested.indexOf('$') < 0 ? nested : nested.substring(0, nested.indexOf('$'));
    String source = type.getPackageName().replace('.', '/') + "/" + outer + ".java";
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      Path file = modules.map(module -> module.resolve("src/main/java").resolve(source))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no source of " + type));
      return params(comment(Files.readAllLines(file), "record " + type.getSimpleName() + "("));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The lines of the comment right above a declaration, without their slashes.
  private static List<String> comment(List<String> lines, String declaration) {
    List<String> comment = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("///")) {
        comment.add(text.substring(3).strip());
      } else if (text.contains(declaration)) {
        return comment;
      } else if (!text.startsWith("@")) {
        comment.clear();
      }
    }
    throw new IllegalStateException("no " + declaration);
  }

  private static Map<String, String> params(List<String> comment) {
    Map<String, String> params = new HashMap<>();
    String name = "";
    for (String line : comment) {
      if (line.startsWith("@param ")) {
        String rest = line.substring("@param ".length());
        name = rest.substring(0, rest.indexOf(' '));
        params.put(name, rest.substring(name.length()).strip());
      } else if (line.isEmpty() || line.startsWith("@")) {
        name = "";
      } else if (!name.isEmpty()) {
        params.merge(name, line, (before, more) -> before + " " + more);
      }
    }
    return params;
  }
}
