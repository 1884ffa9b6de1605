package dev.prism.store;

import dev.prism.routing.PlainForm;
import dev.prism.routing.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/// The newest revision in a file of this machine's own. Not the truth, which is in the database, but good
/// enough to serve from while that is away: so a write that fails is logged and no more.
final class LastGood {
  private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);
  private final Path file;
  private long kept = -1;

  LastGood(Path file) {
    this.file = file;
  }

  /// @param text the revision in its [PlainForm], as JSON; asked for only if the revision is newer
  synchronized void keep(long number, Supplier<String> text) {
    if (number <= kept) {
      return;
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, text.get(), StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      kept = number;
    } catch (IOException e) {
      LOG.warn("Revision {} could not be kept in {}: {}", number, file, e.toString());
    }
  }

  synchronized Optional<Revision> read() {
    try {
      return Files.exists(file)
          ? Optional.of(PlainForm.read(Revision.class,
              StoredJson.members(Files.readString(file, StandardCharsets.UTF_8))))
          : Optional.empty();
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      LOG.warn("The last good revision in {} cannot be read: {}", file, e.toString());
      return Optional.empty();
    }
  }
}
