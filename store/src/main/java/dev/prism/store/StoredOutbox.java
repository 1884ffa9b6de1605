package dev.prism.store;

import dev.prism.incident.notify.Notice;
import dev.prism.incident.notify.NoticeJson;
import dev.prism.incident.notify.Outbox;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/// The outbox in the database. A row is taken by moving its due time forward, under the condition that it is
/// still what it was: of two gateways that want it one gets it. What has ended is kept for a week.
public final class StoredOutbox implements Outbox {
  private static final long KEPT_MILLIS = Duration.ofDays(7).toMillis();
  private static final int LONGEST_ERROR = 200;

  private final Database database;

  public StoredOutbox(Database database) {
    this.database = database;
  }

  @Override
  public int put(Notice notice, List<String> sinks, long nowMillis) throws StoreUnavailable {
    int added = database.write(handle -> {
      lock(handle);
      handle.execute("DELETE FROM outbox WHERE state <> 'waiting' AND ended_millis < ?",
          nowMillis - KEPT_MILLIS);
      long waiting = handle.createQuery("SELECT COUNT(*) AS n FROM outbox WHERE state = 'waiting'")
          .mapTo(Long.class)
          .one();
      if (waiting + sinks.size() > MOST_WAITING) {
        return -1;
      }
      long id = handle.createQuery("SELECT COALESCE(MAX(id), 0) AS n FROM outbox")
          .mapTo(Long.class)
          .one();
      return insert(handle, notice, sinks, nowMillis, id);
    });
    if (added < 0) {
      throw new StoreUnavailable("the outbox is full: " + MOST_WAITING + " notices wait");
    }
    return added;
  }

  private static int insert(Handle handle, Notice notice, List<String> sinks, long nowMillis,
      long lastId) {
    String text = NoticeJson.write(notice);
    long id = lastId;
    try (PreparedBatch rows = handle.prepareBatch(
        "INSERT INTO outbox (id, sink, notice_key, incident, notice, attempts, created_millis,"
            + " due_millis, state) VALUES (?, ?, ?, ?, ?, 0, ?, ?, 'waiting')"
            + " ON CONFLICT (sink, notice_key) DO NOTHING")) {
      for (String sink : sinks) {
        rows.add(++id, sink, notice.key(), notice.incident(), text, nowMillis, nowMillis);
      }
      return Arrays.stream(rows.execute()).sum();
    }
  }

  /// Ids are given out by one writer at a time; SQLite has no more anyway.
  private void lock(Handle handle) {
    if (database.isShared()) {
      handle.execute("LOCK TABLE outbox IN SHARE ROW EXCLUSIVE MODE");
    }
  }

  @Override
  public List<Entry> take(String sink, long nowMillis, long leaseMillis, int most)
      throws StoreUnavailable {
    List<Row> due = database.read(handle -> handle
        .createQuery("SELECT id, sink, notice, attempts, due_millis FROM outbox"
            + " WHERE sink = :sink AND state = 'waiting' AND due_millis <= :now"
            + " ORDER BY id LIMIT :most")
        .bind("sink", sink)
        .bind("now", nowMillis)
        .bind("most", most)
        .map((row, _) -> row(row))
        .list());
    if (due.isEmpty()) {
      return List.of();
    }
    return database.write(handle -> due.stream()
        .filter(row -> handle.execute(
            "UPDATE outbox SET due_millis = ?, attempts = attempts + 1"
                + " WHERE id = ? AND state = 'waiting' AND due_millis = ?",
            nowMillis + leaseMillis, row.entry().id(), row.dueMillis()) > 0)
        .map(Row::entry)
        .toList());
  }

  private record Row(Entry entry, long dueMillis) {}

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        new Entry(row.getLong("id"), row.getString("sink"),
            NoticeJson.read(row.getString("notice")), row.getInt("attempts")),
        row.getLong("due_millis"));
  }

  @Override
  public void done(Entry entry, long nowMillis) throws StoreUnavailable {
    end(entry, "done", nowMillis, null);
  }

  @Override
  public void giveUp(Entry entry, long nowMillis, String error) throws StoreUnavailable {
    end(entry, "given-up", nowMillis, error);
  }

  private void end(Entry entry, String state, long nowMillis, @Nullable String error)
      throws StoreUnavailable {
    database.write(handle -> handle.execute(
        "UPDATE outbox SET state = ?, ended_millis = ?, error = ? WHERE id = ?", state, nowMillis,
        cut(error), entry.id()));
  }

  @Override
  public void again(Entry entry, long dueMillis, @Nullable String error) throws StoreUnavailable {
    boolean delivered = error == null;
    database.write(handle -> handle.execute(
        "UPDATE outbox SET due_millis = ?, error = ?, attempts = ? WHERE id = ?", dueMillis,
        cut(error), delivered ? 0 : entry.attempts() + 1, entry.id()));
  }

  @Override
  public boolean isOutdated(Entry entry) throws StoreUnavailable {
    return database.read(handle -> handle.createQuery(
        "SELECT COUNT(*) AS n FROM outbox WHERE sink = :sink AND incident = :incident AND id > :id")
        .bind("sink", entry.sink())
        .bind("incident", entry.notice().incident())
        .bind("id", entry.id())
        .mapTo(Long.class)
        .one()) > 0;
  }

  @Override
  public long position() throws StoreUnavailable {
    return database.read(handle -> handle.createQuery("SELECT position FROM outbox_position")
        .mapTo(Long.class)
        .one());
  }

  @Override
  public void position(long read) throws StoreUnavailable {
    database.write(handle -> handle
        .execute("UPDATE outbox_position SET position = ? WHERE position < ?", read, read));
  }

  @Override
  public long waiting(String sink) throws StoreUnavailable {
    return database.read(handle -> handle
        .createQuery("SELECT COUNT(*) AS n FROM outbox WHERE sink = :sink AND state = 'waiting'")
        .bind("sink", sink)
        .mapTo(Long.class)
        .one());
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR);
  }
}
