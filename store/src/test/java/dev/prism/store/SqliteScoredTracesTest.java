package dev.prism.store;

import java.nio.file.Path;

class SqliteScoredTracesTest extends ScoredTracesContract {
  @Override
  StoreSettings settings(Path folder) {
    return new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
  }
}
