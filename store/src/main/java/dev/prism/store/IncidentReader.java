package dev.prism.store;

import dev.prism.incident.Incident;
import dev.prism.incident.IncidentEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/// Reads incidents of the database. Events are only ever added, so of one that has no more of them than before
/// only their number is asked for: rounds look at every open incident several times a second.
final class IncidentReader {
  static final String EVENTS = "SELECT position, incident, number, at_millis, who, why, kind, body"
      + " FROM incident_event ";
  private static final int MOST_KEPT = 1_000;

  private final Map<String, Incident> known = new LinkedHashMap<>(16, 0.75F, true) {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Incident> eldest) {
      return size() > MOST_KEPT;
    }
  };

  /// The incidents of these ids, in their order; those that there are.
  List<Incident> read(Handle handle, List<String> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<String, Long> newest = newest(handle, ids);
    Map<String, Incident> found = kept(newest);
    List<String> changed = newest.keySet().stream().filter(id -> !found.containsKey(id)).toList();
    if (!changed.isEmpty()) {
      List<Incident> read = load(handle, changed);
      read.forEach(incident -> found.put(incident.id(), incident));
      keep(read);
    }
    return ids.stream().map(found::get).filter(Objects::nonNull).toList();
  }

  private static Map<String, Long> newest(Handle handle, List<String> ids) {
    Map<String, Long> newest = new LinkedHashMap<>();
    handle
        .createQuery("SELECT incident, MAX(number) AS newest FROM incident_event"
            + " WHERE incident IN (<ids>) GROUP BY incident")
        .bindList("ids", ids)
        .map((row, _) -> Map.entry(row.getString("incident"), row.getLong("newest")))
        .forEach(entry -> newest.put(entry.getKey(), entry.getValue()));
    return newest;
  }

  private Map<String, Incident> kept(Map<String, Long> newest) {
    Map<String, Incident> kept = new LinkedHashMap<>();
    synchronized (known) {
      newest.forEach((id, number) -> {
        Incident incident = known.get(id);
        if (incident != null && incident.number() == number) {
          kept.put(id, incident);
        }
      });
    }
    return kept;
  }

  private void keep(List<Incident> incidents) {
    synchronized (known) {
      incidents.forEach(incident -> known.put(incident.id(), incident));
    }
  }

  /// The same from the events alone.
  static List<Incident> load(Handle handle, List<String> ids) {
    Map<String, List<IncidentEvent>> events = new LinkedHashMap<>();
    handle.createQuery(EVENTS + "WHERE incident IN (<ids>) ORDER BY incident, number")
        .bindList("ids", ids)
        .map((row, _) -> event(row))
        .forEach(
            event -> events.computeIfAbsent(event.incident(), _ -> new ArrayList<>()).add(event));
    return events.values().stream().map(Incident::of).toList();
  }

  static IncidentEvent event(ResultSet row) throws SQLException {
    return new IncidentEvent(row.getString("incident"), row.getLong("number"),
        row.getLong("at_millis"), row.getString("who"), row.getString("why"),
        HappeningJson.read(row.getString("kind"), row.getString("body")));
  }
}
