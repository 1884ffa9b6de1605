package dev.prism.store;

import java.nio.file.Path;

class SqliteRevisionsTest extends RevisionContract {
  @Override
  StoreSettings settings(Path folder) {
    return new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
  }
}
