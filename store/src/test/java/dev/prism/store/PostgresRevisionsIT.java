package dev.prism.store;

import java.nio.file.Path;

class PostgresRevisionsIT extends RevisionContract {
  @Override
  StoreSettings settings(Path folder) {
    return Postgres.database(Postgres.port());
  }
}
