package dev.prism.store;

class PostgresOutboxIT extends OutboxContract {
  private final StoreSettings database = Postgres.database(Postgres.port());

  @Override
  StoreSettings settings() {
    return database;
  }
}
