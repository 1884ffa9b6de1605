package dev.prism.store;

import java.nio.file.Path;

class PostgresScoredTracesIT extends ScoredTracesContract {
  @Override
  StoreSettings settings(Path folder) {
    return Postgres.database(Postgres.port());
  }
}
