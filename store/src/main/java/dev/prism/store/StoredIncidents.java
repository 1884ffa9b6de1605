package dev.prism.store;

import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import dev.prism.incident.IncidentLog;
import dev.prism.routing.AuditEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Incidents in the database: an event, its audit entry and the row that finds the incident are one
/// transaction. The audit chain's lock keeps two writers apart.
public final class StoredIncidents implements IncidentLog {
  private static final int MOST_OPEN = 1_000;
  private static final String EVENTS = "SELECT position, incident, number, at_millis, who, why, kind,"
      + " body FROM incident_event ";

  private final Database database;

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
      Optional<Incident> before = find(handle, event.incident());
      if (before.isEmpty() || before.get().number() + 1 != event.number()) {
        return false;
      }
      Incident after = before.get().with(event);
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
    return read(handle -> find(handle, id));
  }

  private static Optional<Incident> find(Handle handle, String id) {
    List<IncidentEvent> events = handle
        .createQuery(EVENTS + "WHERE incident = :incident ORDER BY number")
        .bind("incident", id)
        .map((row, _) -> event(row))
        .list();
    return events.isEmpty() ? Optional.empty() : Optional.of(Incident.of(events));
  }

  @Override
  public List<Incident> open() throws Unavailable {
    return read(handle -> all(handle,
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
      return all(handle, query.mapTo(String.class).list());
    });
  }

  /// The incidents of these ids, in their order.
  private static List<Incident> all(Handle handle, List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, List<IncidentEvent>> events = new LinkedHashMap<>();
    ids.forEach(id -> events.put(id, new ArrayList<>()));
    handle.createQuery(EVENTS + "WHERE incident IN (<ids>) ORDER BY position")
        .bindList("ids", ids)
        .map((row, _) -> event(row))
        .forEach(
            event -> events.computeIfAbsent(event.incident(), _ -> new ArrayList<>()).add(event));
    return events.values().stream().filter(some -> !some.isEmpty()).map(Incident::of).toList();
  }

  @Override
  public List<Placed> since(long position, int limit) throws Unavailable {
    return read(handle -> handle
        .createQuery(EVENTS + "WHERE position > :position ORDER BY position LIMIT :limit")
        .bind("position", position)
        .bind("limit", limit)
        .map((row, _) -> new Placed(row.getLong("position"), event(row)))
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

  private static IncidentEvent event(ResultSet row) throws SQLException {
    return new IncidentEvent(row.getString("incident"), row.getLong("number"),
        row.getLong("at_millis"), row.getString("who"), row.getString("why"),
        HappeningJson.read(row.getString("kind"), row.getString("body")));
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
