package dev.prism.store;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where and how the traces go to a file.
///
/// @param path    the file; older ones lie beside it as `path.1` (the newest) to `path.keep`
/// @param maxSize bytes after which a new file is begun, at least 1 KiB; 100 MiB when not given
/// @param keep    how many older files stay, 0 to 10,000; 10 when not given
public record FileSinkSettings(Path path, @Nullable Long maxSize, @Nullable Integer keep) {
  private static final long LEAST_SIZE = 1 << 10;
  private static final long DEFAULT_SIZE = 100L << 20;
  private static final int MOST_KEPT = 10_000;
  private static final int DEFAULT_KEPT = 10;

  /// @throws IllegalArgumentException if a number is out of its range
  public FileSinkSettings {
    Objects.requireNonNull(path);
    maxSize = maxSize == null ? DEFAULT_SIZE : maxSize;
    keep = keep == null ? DEFAULT_KEPT : keep;
    if (maxSize < LEAST_SIZE) {
      throw new IllegalArgumentException("max-size is less than 1KiB");
    }
    if (keep < 0 || keep > MOST_KEPT) {
      throw new IllegalArgumentException("keep is not within 0 and " + MOST_KEPT);
    }
  }

  @Override
  public Long maxSize() {
    return Objects.requireNonNull(maxSize);
  }

  @Override
  public Integer keep() {
    return Objects.requireNonNull(keep);
  }
}
