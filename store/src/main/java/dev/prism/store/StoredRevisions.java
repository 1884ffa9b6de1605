package dev.prism.store;

import dev.prism.routing.PlainForm;
import dev.prism.routing.Revision;
import dev.prism.routing.RevisionLog;
import dev.prism.routing.RoutingConfig;
import dev.prism.routing.TableState;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import tools.jackson.databind.util.RawValue;

/// The routing table's history in the database. A revision and its audit entry are one transaction, also
/// together with others that were made meanwhile, and on PostgreSQL that transaction also tells the other
/// gateways.
///
/// @see RevisionFeed the other end
public final class StoredRevisions implements RevisionLog {
  static final String CHANNEL = "prism_revision";
  private static final String COLUMNS = "SELECT number, parent, created_millis, author, action, reason,"
      + " incident, state, body FROM revision JOIN routing_config ON hash = config_hash ";
  private static final String CONFIG = "config";

  private final Database database;
  private final LastGood lastGood;
  /// Nearly every revision has the config of the one before.
  private volatile WrittenConfig written = WrittenConfig.of(RoutingConfig.EMPTY);

  private record WrittenConfig(RoutingConfig config, String text, String hash) {
    static WrittenConfig of(RoutingConfig config) {
      String text = StoredJson.MAPPER.writeValueAsString(PlainForm.write(config));
      return new WrittenConfig(config, text, AuditChain.hash("", text));
    }
  }

  /// @param form the state without its config
  private record Row(
      Revision revision,
      WrittenConfig config,
      Map<String, Object> form,
      String state) {}

  /// Remembers the newest revision beside the database's file, or in `data`.
  public StoredRevisions(Database database) {
    this(database, database.settings().lastGood());
  }

  /// @param lastGood a file of this machine's own, where the newest revision is remembered for a start
  ///                 while the database is away
  public StoredRevisions(Database database, Path lastGood) {
    this.database = database;
    this.lastGood = new LastGood(lastGood);
  }

  @Override
  public void append(List<Entry> entries) throws Conflict, Unavailable {
    long first = entries.getFirst().revision().number();
    List<Row> rows = entries.stream().map(entry -> row(entry.revision())).toList();
    boolean appended;
    try {
      appended = database.write(handle -> {
        AuditChain.lock(handle);
        if (last(handle) >= first) {
          return false;
        }
        insert(handle, rows);
        AuditChain.add(handle, entries.stream().map(Entry::audit).toList());
        announce(handle, rows.getLast().revision().number());
        return true;
      });
    } catch (StoreUnavailable e) {
      throw unavailable(e);
    }
    if (!appended) {
      throw new Conflict(first);
    }
    Row last = rows.getLast();
    lastGood.keep(last.revision().number(), () -> text(last));
  }

  /// Written out before the transaction, which others wait for.
  private Row row(Revision revision) {
    TableState state = revision.state();
    Map<String, Object> form = withoutConfig(state);
    return new Row(revision, written(state.config()), form, StoredJson.text(form));
  }

  /// A whole revision; the config, by far the largest part, is not written out again.
  private static String text(Row row) {
    Revision revision = row.revision();
    Map<String, Object> state = new LinkedHashMap<>(row.form());
    state.put(CONFIG, new RawValue(row.config().text()));
    Map<String, Object> form = PlainForm.write(new Revision(revision.number(), revision.parent(),
        revision.createdAtMillis(), revision.author(), revision.action(), revision.reason(),
        revision.incident(), TableState.EMPTY));
    form.put("state", state);
    return StoredJson.text(form);
  }

  private WrittenConfig written(RoutingConfig config) {
    WrittenConfig known = written;
    if (!known.config().equals(config)) {
      known = WrittenConfig.of(config);
      written = known;
    }
    return known;
  }

  private static Map<String, Object> withoutConfig(TableState state) {
    Map<String, Object> plain = new LinkedHashMap<>(
        PlainForm.write(new TableState(RoutingConfig.EMPTY, state.loaded(), state.addedPrompts(),
            state.canaryPercents(), state.flips())));
    plain.remove(CONFIG);
    return plain;
  }

  private static void insert(Handle handle, List<Row> rows) {
    rows.stream()
        .map(Row::config)
        .distinct()
        .forEach(config -> handle.execute(
            "INSERT INTO routing_config (hash, body) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING",
            config.hash(), config.text()));
    PreparedBatch batch = handle.prepareBatch(
        "INSERT INTO revision (number, parent, created_millis, author, action, reason, incident,"
            + " config_hash, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (Row row : rows) {
      Revision revision = row.revision();
      batch.add(revision.number(), revision.parent(), revision.createdAtMillis(), revision.author(),
          revision.action(), revision.reason(), revision.incident(), row.config().hash(),
          row.state());
    }
    batch.execute();
  }

  private void announce(Handle handle, long number) {
    if (database.isShared()) {
      handle.createQuery("SELECT pg_notify(:channel, :number)")
          .bind("channel", CHANNEL)
          .bind("number", Long.toString(number))
          .map((_, _) -> number)
          .one();
    }
  }

  @Override
  public Optional<Revision> latest() throws Unavailable {
    Optional<Revision> latest = history(Long.MAX_VALUE, 1).stream().findFirst();
    latest.ifPresent(revision -> lastGood.keep(revision.number(), () -> text(row(revision))));
    return latest;
  }

  @Override
  public Optional<Revision> lastGood() {
    return lastGood.read();
  }

  /// The highest number, 0 when there is no revision.
  long latestNumber() throws StoreUnavailable {
    return database.read(StoredRevisions::last);
  }

  @Override
  public Optional<Revision> find(long number) throws Unavailable {
    return query("WHERE number = :number LIMIT :limit", number, 1).stream().findFirst();
  }

  @Override
  public List<Revision> history(long before, int limit) throws Unavailable {
    return query("WHERE number < :number ORDER BY number DESC LIMIT :limit", before, limit);
  }

  private List<Revision> query(String condition, long number, int limit) throws Unavailable {
    try {
      return database.read(handle -> handle.createQuery(COLUMNS + condition)
          .bind("number", number)
          .bind("limit", limit)
          .map((row, _) -> revision(row))
          .list());
    } catch (StoreUnavailable e) {
      throw unavailable(e);
    }
  }

  private Revision revision(ResultSet row) throws SQLException {
    Map<String, Object> state = StoredJson.members(row.getString("state"));
    state.put(CONFIG, StoredJson.members(row.getString("body")));
    return new Revision(row.getLong("number"), row.getLong("parent"), row.getLong("created_millis"),
        row.getString("author"), row.getString("action"), row.getString("reason"),
        row.getString("incident"), PlainForm.read(TableState.class, state));
  }

  private static long last(Handle handle) {
    return handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM revision")
        .mapTo(Long.class)
        .one();
  }

  private static Unavailable unavailable(StoreUnavailable e) {
    return new Unavailable(String.valueOf(e.getMessage()), e);
  }
}
