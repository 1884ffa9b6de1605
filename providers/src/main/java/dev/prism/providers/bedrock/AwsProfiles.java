package dev.prism.providers.bedrock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The profiles of AWS's own tools: `~/.aws/credentials` and `~/.aws/config`, in which sections other than
/// `default` are named `profile x`. What stands in both is the former's.
final class AwsProfiles {
  private final Map<String, Map<String, String>> profiles = new HashMap<>();

  /// @param files those that are not there are left out; later ones win
  AwsProfiles(Path... files) {
    for (Path file : files) {
      if (Files.isReadable(file)) {
        read(file);
      }
    }
  }

  private void read(Path file) {
    try {
      Map<String, String> section = new HashMap<>();
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        int equals = text.indexOf('=');
        if (text.startsWith("[") && text.endsWith("]")) {
          String name = text.substring(1, text.length() - 1).strip();
          String bare = name.startsWith("profile ") ? name.substring(8).strip() : name;
          section = profiles.computeIfAbsent(bare, _ -> new HashMap<>());
        } else if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")
            && !Character.isWhitespace(line.charAt(0))) {
          section.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
      }
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  boolean has(String profile) {
    return profiles.containsKey(profile);
  }

  /// A value of a profile, null when it has none.
  @Nullable
  String value(String profile, String key) {
    Map<String, String> section = profiles.get(profile);
    String value = section == null ? null : section.get(key);
    return value == null || value.isEmpty() ? null : value;
  }
}
