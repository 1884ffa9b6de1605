package dev.prism.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.prism.exchange.Secret;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/// Opens the pool of either database and brings its tables up to date.
final class Connections {
  private static final String MIGRATIONS = "classpath:dev/prism/store/migrations";
  private static final int BUSY_MILLIS = 5_000;
  private static final int CONNECT_SECONDS = 2;
  private static final int SOCKET_SECONDS = 10;
  private static final int POOL = 6;

  private Connections() {}

  /// A pool whose tables are up to date.
  ///
  /// @throws IOException      if the folder of a SQLite file cannot be made
  /// @throws RuntimeException if the database cannot be opened or migrated
  static HikariDataSource open(StoreSettings settings) throws IOException {
    HikariConfig config = new HikariConfig();
    config.setPoolName("prism-store");
    config.setDataSource(source(settings));
    config.setMaximumPoolSize(POOL);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(CONNECT_SECONDS * 1_000L);
    config.setValidationTimeout(1_000);
    HikariDataSource pool = new HikariDataSource(config);
    try {
      Flyway.configure(Connections.class.getClassLoader())
          .dataSource(pool)
          .locations(MIGRATIONS)
          .loggers("slf4j")
          .load()
          .migrate();
      return pool;
    } catch (RuntimeException e) {
      pool.close();
      throw e;
    }
  }

  private static DataSource source(StoreSettings settings) throws IOException {
    return settings.isShared() ? postgres(settings) : sqlite(settings.file());
  }

  /// A write-ahead log, and every commit on the disk before it is acknowledged.
  private static DataSource sqlite(String file) throws IOException {
    Path folder = Path.of(file).toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    SqliteLibrary.find();
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  static PGSimpleDataSource postgres(StoreSettings settings) {
    String url = settings.url();
    String rest = url.substring(url.indexOf("//") + 2);
    int slash = rest.indexOf('/');
    int at = rest.lastIndexOf('@', slash < 0 ? rest.length() : slash);
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl("jdbc:postgresql://" + rest.substring(at + 1));
    if (at > 0) {
      String login = rest.substring(0, at);
      int colon = login.indexOf(':');
      source.setUser(decoded(colon < 0 ? login : login.substring(0, colon)));
      if (colon >= 0) {
        source.setPassword(decoded(login.substring(colon + 1)));
      }
    }
    String user = settings.user();
    if (user != null) {
      source.setUser(user);
    }
    Secret password = settings.password();
    if (password != null) {
      source.setPassword(password.reveal());
    }
    source.setApplicationName("prism");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setSocketTimeout(SOCKET_SECONDS);
    source.setTcpKeepAlive(true);
    return source;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
