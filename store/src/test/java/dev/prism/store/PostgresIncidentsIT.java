package dev.prism.store;

import java.nio.file.Path;

class PostgresIncidentsIT extends IncidentContract {
  @Override
  StoreSettings settings(Path folder) {
    return Postgres.database(Postgres.port());
  }
}
