package dev.prism.store;

import java.nio.file.Path;

class SqliteIncidentsTest extends IncidentContract {
  @Override
  StoreSettings settings(Path folder) {
    return new StoreSettings("sqlite:" + folder.resolve("prism.db"), null, null);
  }
}
