package dev.prism.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text that a test expects, kept in a file beside it. Run with `-Dprism.golden.update=true` to write
/// what came instead, and read the difference before committing it.
public final class GoldenFile {
  private final Path path;

  private GoldenFile(Path path) {
    this.path = path;
  }

  /// @param path below the module's `src/test/resources`, with forward slashes
  public static GoldenFile at(String path) {
    return new GoldenFile(Path.of("src", "test", "resources").resolve(path));
  }

  /// The expected text.
  public String text() {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// @throws AssertionError if `actual` is not the expected text; names the file
  public void matches(String actual) {
    if (Boolean.getBoolean("prism.golden.update")) {
      write(actual);
      return;
    }
    String expected = text();
    if (!expected.equals(actual)) {
      throw new AssertionError(path + "\nexpected:\n" + expected + "\nbut was:\n" + actual);
    }
  }

  private void write(String actual) {
    try {
      Path folder = path.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(path, actual, StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
