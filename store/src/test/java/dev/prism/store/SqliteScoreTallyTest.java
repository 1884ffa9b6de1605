package dev.prism.store;

import java.nio.file.Path;

class SqliteScoreTallyTest extends ScoreTallyContract {
  @Override
  StoreSettings settings(Path folder) {
    return new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
  }
}
