package dev.prism.store;

import java.nio.file.Path;

class PostgresScoreTallyIT extends ScoreTallyContract {
  @Override
  StoreSettings settings(Path folder) {
    return Postgres.database(Postgres.port());
  }
}
