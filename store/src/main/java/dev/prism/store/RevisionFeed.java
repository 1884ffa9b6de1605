package dev.prism.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of the revisions that other gateways made. PostgreSQL tells at once; besides, the number is
/// looked up every 400 ms, so that a lost connection or a lost message costs no more than that. A gateway
/// that was cut off hears of the latest revision when it is back.
public final class RevisionFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RevisionFeed.class);
  private static final int WAIT_MILLIS = 400;

  private final Database database;
  private final StoredRevisions revisions;
  private final Listener listener;
  private final Thread thread;
  private volatile boolean closing;
  private @Nullable Connection listening;
  private long seen = -1;

  /// Hears of news, on the feed's own thread: may block.
  public interface Listener {
    /// There is a revision that this process may not know; it may also be its own.
    ///
    /// @param number the highest now
    /// @return false to be told again
    boolean latest(long number);
  }

  public RevisionFeed(Database database, StoredRevisions revisions, Listener listener) {
    this.database = database;
    this.revisions = revisions;
    this.listener = listener;
    thread = Thread.ofVirtual().name("revision-feed").start(this::run);
  }

  private void run() {
    while (!closing) {
      try {
        look();
        await();
      } catch (InterruptedException e) {
        break;
      } catch (RuntimeException e) {
        LOG.error("The revision feed failed", e);
        seen = -1;
      }
    }
    stopListening();
  }

  private void look() {
    try {
      long latest = revisions.latestNumber();
      if (latest != seen && listener.latest(latest)) {
        seen = latest;
      }
    } catch (StoreUnavailable _) {
      // The database logs its own state; the next look tells.
    }
  }

  /// Returns when PostgreSQL tells of a revision, and otherwise after 400 ms.
  private void await() throws InterruptedException {
    try {
      Connection connection = listening == null ? listen() : listening;
      if (connection != null) {
        connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
        return;
      }
    } catch (SQLException e) {
      LOG.info("The store no longer tells of revisions at once: {}", StoreUnavailable.reason(e));
      stopListening();
    }
    Thread.sleep(WAIT_MILLIS);
  }

  private @Nullable Connection listen() throws SQLException {
    if (!database.isShared() || !(database.state() instanceof StoreState.Ready)) {
      return null;
    }
    Connection connection = Connections.postgres(database.settings()).getConnection();
    listening = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + StoredRevisions.CHANNEL);
    }
    return connection;
  }

  private void stopListening() {
    Connection connection = listening;
    listening = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("The listening connection did not close", e);
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
