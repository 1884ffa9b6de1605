package dev.prism.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL, one for all tests of the process, each test with a database of its own. It stops
/// with the process.
final class Postgres {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static @Nullable EmbeddedPostgres running;

  private Postgres() {}

  static synchronized int port() {
    return server().getPort();
  }

  /// A new, empty database on the server, reached through `port`.
  static synchronized StoreSettings database(int port) {
    String name = "prism_" + DATABASES.incrementAndGet();
    try (Connection connection = server().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return settings(name, port);
  }

  static StoreSettings settings(String name, int port) {
    return new StoreSettings("postgresql://postgres@127.0.0.1:" + port + "/" + name, null, null);
  }

  private static synchronized EmbeddedPostgres server() {
    try {
      EmbeddedPostgres current = running == null ? EmbeddedPostgres.start() : running;
      running = current;
      return current;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
