package dev.prism.exchange.json;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the tests of this package ask the strict reader, and where they find corpora that a clone does
/// not have.
final class Vectors {
  private Vectors() {}

  static @Nullable JsonProblem problem(JsonLimits limits, byte[] document) {
    return new StrictJson(limits).problemIn(document, 0, document.length);
  }

  static boolean accepts(byte[] document) {
    return problem(JsonLimits.REQUEST, document) == null;
  }

  static boolean accepts(String document) {
    return accepts(document.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] hex(String digits) {
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  /// The file or folder below the folder of shared data, when this machine has it.
  static Optional<Path> shared(String path) {
    String root = System.getProperty("prism.shared", "");
    return root.isEmpty()
        ? Optional.empty()
        : Optional.of(Path.of(root, path)).filter(Files::exists);
  }
}
