package dev.prism.store;

import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.IncidentLog;
import dev.prism.routing.AuditEntry;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Incidents in the database: an event, its audit entry and the row that finds the incident are one
/// transaction. The audit chain's lock keeps two writers apart.
public final class StoredIncidents implements IncidentLog {
  private static final int MOST_OPEN = 1_000;

  private final Database database;
  private final IncidentReader reader = new IncidentReader();

  public StoredIncidents(Database database) {
    this.database = database;
  }

  @Override
  public Optional<String> open(IncidentEvent first, AuditEntry audit, long sinceMillis)
      throws Unavailable {
    Incident incident = Incident.of(List.of(first));
    return write(handle -> {
      AuditChain.lock(handle);
      Optional<String> known = handle
          .createQuery("SELECT id FROM incident WHERE dedup_key = :key AND state <> 'merged'"
              + " AND (changed_millis >= :since OR is_open = 1)"
              + " ORDER BY is_open DESC, opened_millis DESC LIMIT 1")
          .bind("key", incident.dedupKey())
          .bind("since", sinceMillis)
          .mapTo(String.class)
          .findFirst();
      if (known.isEmpty()) {
        insert(handle, first, audit);
        handle.execute(
            "INSERT INTO incident (id, route, dedup_key, opened_millis, changed_millis, state,"
                + " is_open) VALUES (?, ?, ?, ?, ?, ?, 1)",
            incident.id(), incident.route(), incident.dedupKey(), first.atMillis(),
            first.atMillis(), incident.state().word());
      }
      return known;
    });
  }

  @Override
  public void append(IncidentEvent event, AuditEntry audit) throws Conflict, Unavailable {
    boolean appended = write(handle -> {
      AuditChain.lock(handle);
      List<Incident> before = IncidentReader.load(handle, List.of(event.incident()));
      if (before.isEmpty() || before.getFirst().number() + 1 != event.number()) {
        return false;
      }
      Incident after = before.getFirst().with(event);
      insert(handle, event, audit);
      handle.execute("UPDATE incident SET changed_millis = ?, state = ?, is_open = ? WHERE id = ?",
          event.atMillis(), after.state().word(), after.state().isOver() ? 0 : 1, after.id());
      return true;
    });
    if (!appended) {
      throw new Conflict(event.incident(), event.number());
    }
  }

  private static void insert(Handle handle, IncidentEvent event, AuditEntry audit) {
    long position = AuditChain.add(handle, audit);
    handle.execute(
        "INSERT INTO incident_event (position, incident, number, at_millis, who, why, kind, body)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        position, event.incident(), event.number(), event.atMillis(), event.who(), event.why(),
        HappeningJson.kind(event.what()), HappeningJson.body(event.what()));
  }

  @Override
  public Optional<Incident> find(String id) throws Unavailable {
    return read(handle -> reader.read(handle, List.of(id)).stream().findFirst());
  }

  @Override
  public List<Incident> open() throws Unavailable {
    return read(handle -> reader.read(handle,
        handle
            .createQuery(
                "SELECT id FROM incident WHERE is_open = 1 ORDER BY opened_millis LIMIT :limit")
            .bind("limit", MOST_OPEN)
            .mapTo(String.class)
            .list()));
  }

  @Override
  public List<Incident> list(Filter filter, int limit) throws Unavailable {
    String where = "WHERE opened_millis >= :from"
        + (filter.route() == null ? "" : " AND route = :route")
        + (filter.open() == null ? "" : " AND is_open = :open");
    return read(handle -> {
      Query query = handle
          .createQuery(
              "SELECT id FROM incident " + where + " ORDER BY opened_millis DESC, id LIMIT :limit")
          .bind("from", filter.fromMillis() == null ? Long.MIN_VALUE : filter.fromMillis())
          .bind("limit", limit);
      if (filter.route() != null) {
        query.bind("route", filter.route());
      }
      if (filter.open() != null) {
        query.bind("open", filter.open() ? 1 : 0);
      }
      return reader.read(handle, query.mapTo(String.class).list());
    });
  }

  @Override
  public List<Placed> since(long position, int limit) throws Unavailable {
    return read(handle -> handle
        .createQuery(
            IncidentReader.EVENTS + "WHERE position > :position ORDER BY position LIMIT :limit")
        .bind("position", position)
        .bind("limit", limit)
        .map((row, _) -> new Placed(row.getLong("position"), IncidentReader.event(row)))
        .list());
  }

  @Override
  public Freeze freeze() throws Unavailable {
    return read(handle -> handle
        .createQuery("SELECT frozen, who, why, at_millis FROM automation WHERE id = 1")
        .map((row, _) -> new Freeze(row.getLong("frozen") == 1, row.getString("who"),
            row.getString("why"), row.getLong("at_millis")))
        .one());
  }

  @Override
  public void freeze(Freeze freeze, AuditEntry audit) throws Unavailable {
    write(handle -> {
      AuditChain.append(handle, audit);
      return handle.execute(
          "UPDATE automation SET frozen = ?, who = ?, why = ?, at_millis = ? WHERE id = 1",
          freeze.on() ? 1 : 0, freeze.who(), freeze.why(), freeze.atMillis());
    });
  }

  private <T> T read(Database.Work<T> work) throws Unavailable {
    try {
      return database.read(work);
    } catch (StoreUnavailable e) {
      throw new Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private <T> T write(Database.Work<T> work) throws Unavailable {
    try {
      return database.write(work);
    } catch (StoreUnavailable e) {
      throw new Unavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
