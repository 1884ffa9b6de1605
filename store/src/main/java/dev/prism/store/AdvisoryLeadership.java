package dev.prism.store;

import dev.prism.incident.Leadership;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Leadership by an advisory lock of PostgreSQL, held by a connection of its own: it ends with the
/// connection, so a node that dies or is cut off loses it without a word. On SQLite there is one node, and
/// it leads.
public final class AdvisoryLeadership implements Leadership, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdvisoryLeadership.class);
  /// "detect" in ASCII.
  private static final long LOCK = 0x646574656374L;
  private static final int ALIVE_SECONDS = 2;

  private final Database database;
  private @Nullable Connection holding;

  public AdvisoryLeadership(Database database) {
    this.database = database;
  }

  @Override
  public synchronized boolean isLeader() {
    if (!database.isShared()) {
      return true;
    }
    try {
      Connection current = holding;
      if (current != null && current.isValid(ALIVE_SECONDS)) {
        return true;
      }
      release();
      return database.state() instanceof StoreState.Ready && take();
    } catch (SQLException e) {
      LOG.info("The store does not say who detects: {}", StoreUnavailable.reason(e));
      release();
      return false;
    }
  }

  private boolean take() throws SQLException {
    Connection connection = Connections.postgres(database.settings()).getConnection();
    boolean taken = false;
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
      taken = answer.next() && answer.getBoolean(1);
    } finally {
      if (taken) {
        holding = connection;
        LOG.info("This node detects for the fleet");
      } else {
        connection.close();
      }
    }
    return taken;
  }

  private void release() {
    Connection connection = holding;
    holding = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("The leader's connection did not close", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    release();
  }
}
