package dev.prism.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Recorded traffic and corpora that lie outside the repository, below the folder that the system
/// property `prism.shared` names. A clone does not have them: then every answer here is empty, and the
/// test that asked says that it skipped.
public final class SharedData {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SharedData() {}

  /// The file or folder, when it is on this machine.
  public static Optional<Path> find(String path) {
    String root = System.getProperty("prism.shared");
    return root == null
        ? Optional.empty()
        : Optional.of(Path.of(root).resolve(path)).filter(Files::exists);
  }

  /// The objects of a JSON Lines file, empty when it is not on this machine.
  public static List<JsonNode> lines(String path) {
    return find(path).map(SharedData::read).orElse(List.of());
  }

  private static List<JsonNode> read(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8)
          .stream()
          .filter(line -> !line.isBlank())
          .map(JSON::readTree)
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
