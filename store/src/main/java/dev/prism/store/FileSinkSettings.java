package dev.prism.store;

import dev.prism.exchange.ByteSize;
import java.nio.file.Path;

/// Where and how the traces go to a file.
///
/// @param path    the file; older ones lie beside it as `path.1` (the newest) to `path.keep`
/// @param maxSize after which a new file is begun, at least 64 KiB
/// @param keep    how many older files stay, 0 to 1000
public record FileSinkSettings(Path path, ByteSize maxSize, int keep) {
  public static final ByteSize DEFAULT_MAX_SIZE = ByteSize.ofMebibytes(128);
  public static final int DEFAULT_KEEP = 8;
  private static final ByteSize LEAST_SIZE = ByteSize.ofKibibytes(64);
  private static final int MOST_KEPT = 1000;

  /// @throws IllegalArgumentException if a number is out of its range
  public FileSinkSettings {
    if (maxSize.bytes() < LEAST_SIZE.bytes()) {
      throw new IllegalArgumentException("max-size must be at least " + LEAST_SIZE);
    }
    if (keep < 0 || keep > MOST_KEPT) {
      throw new IllegalArgumentException("keep must be between 0 and " + MOST_KEPT);
    }
  }

  /// Everything else by default.
  public static FileSinkSettings of(Path path) {
    return new FileSinkSettings(path, DEFAULT_MAX_SIZE, DEFAULT_KEEP);
  }
}
