package dev.prism.store;

import dev.prism.routing.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The audit log: who changed what, why, from what to what. Entries are only ever added, and each is
/// chained to the one before by SHA-256, so that one that was altered, removed or moved shows. Who owns
/// the database could forge the whole chain; keep a head elsewhere to rule that out.
public final class AuditLog {
  private static final int PAGE = 1_000;
  private static final String COLUMNS = "SELECT number, entry, hash FROM audit_entry ";

  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
  }

  /// Adds an entry that belongs to no revision: a key, a breaker, a reload.
  ///
  /// @return its number
  /// @throws StoreUnavailable if it is not durable
  public long append(AuditEntry entry) throws StoreUnavailable {
    return database.write(handle -> AuditChain.append(handle, entry));
  }

  /// Those that match, newest first.
  ///
  /// @param before only those with a lower number
  /// @param limit  at most so many
  /// @throws StoreUnavailable if the store does not answer
  public List<AuditRecord> list(AuditFilter filter, long before, int limit)
      throws StoreUnavailable {
    String byTenant = filter.tenant() == null
        ? ""
        : " AND (EXISTS (SELECT 1 FROM audit_tenant t WHERE t.number = audit_entry.number"
            + " AND t.tenant = :tenant) OR NOT EXISTS (SELECT 1 FROM audit_tenant t"
            + " WHERE t.number = audit_entry.number))";
    return database.read(handle -> {
      Query query = handle
          .createQuery(COLUMNS + "WHERE number < :before AND at_millis >= :from AND at_millis < :to"
              + byTenant + " ORDER BY number DESC LIMIT :limit")
          .bind("before", before)
          .bind("from", millis(filter.from(), 0))
          .bind("to", millis(filter.to(), Long.MAX_VALUE))
          .bind("limit", limit);
      if (filter.tenant() != null) {
        query.bind("tenant", filter.tenant());
      }
      return query.map((row, _) -> record(row)).list();
    });
  }

  /// Reads the whole log and recomputes its chain.
  ///
  /// @throws StoreUnavailable if the store does not answer
  public AuditVerdict verify() throws StoreUnavailable {
    return database.read(AuditCheck::run);
  }

  /// Writes the whole log as JSON Lines, oldest first.
  ///
  /// @see AuditRecord#line
  public void export(OutputStream out) throws IOException {
    long after = 0;
    List<AuditRecord> page = page(after);
    while (!page.isEmpty()) {
      for (AuditRecord record : page) {
        out.write(record.line().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
      after = page.getLast().number();
      page = page(after);
    }
  }

  private List<AuditRecord> page(long after) throws StoreUnavailable {
    return database.read(handle -> page(handle, after));
  }

  static List<AuditRecord> page(Handle handle, long after) {
    return handle.createQuery(COLUMNS + "WHERE number > :after ORDER BY number LIMIT :limit")
        .bind("after", after)
        .bind("limit", PAGE)
        .map((row, _) -> record(row))
        .list();
  }

  private static AuditRecord record(ResultSet row) throws SQLException {
    return new AuditRecord(row.getLong("number"), row.getString("entry"), row.getString("hash"));
  }

  private static long millis(@Nullable Instant at, long otherwise) {
    return at == null ? otherwise : at.toEpochMilli();
  }
}
