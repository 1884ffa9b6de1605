package dev.prism.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxContract {
  @TempDir
  private Path folder;

  @Override
  StoreSettings settings() {
    return new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
  }
}
