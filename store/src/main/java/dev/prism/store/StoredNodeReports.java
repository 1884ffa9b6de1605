package dev.prism.store;

import dev.prism.incident.IncidentLog;
import dev.prism.incident.NodeReports;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;

/// What the nodes of a fleet tell each other about flips, in the database that they share.
public final class StoredNodeReports implements NodeReports {
  private static final long FORGET_AFTER_MILLIS = 3_600_000;
  private static final TypeReference<Map<String, Seen>> SEEN = new TypeReference<>() {
  };

  private final Database database;

  public StoredNodeReports(Database database) {
    this.database = database;
  }

  @Override
  public void report(Report report) throws IncidentLog.Unavailable {
    try {
      database.write(handle -> {
        handle.execute("DELETE FROM node_report WHERE at_millis < ?",
            report.atMillis() - FORGET_AFTER_MILLIS);
        return handle.execute(
            "INSERT INTO node_report (node, at_millis, revision, body) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (node) DO UPDATE SET at_millis = excluded.at_millis,"
                + " revision = excluded.revision, body = excluded.body",
            report.node(), report.atMillis(), report.revision(),
            StoredJson.MAPPER.writeValueAsString(report.flips()));
      });
    } catch (StoreUnavailable e) {
      throw new IncidentLog.Unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<Report> live(long sinceMillis) throws IncidentLog.Unavailable {
    try {
      return database.read(handle -> handle
          .createQuery("SELECT node, at_millis, revision, body FROM node_report"
              + " WHERE at_millis >= :since ORDER BY node")
          .bind("since", sinceMillis)
          .map((row, _) -> new Report(row.getString("node"), row.getLong("at_millis"),
              row.getLong("revision"), StoredJson.MAPPER.readValue(row.getString("body"), SEEN)))
          .list());
    } catch (StoreUnavailable e) {
      throw new IncidentLog.Unavailable(String.valueOf(e.getMessage()), e);
    }
  }
}
