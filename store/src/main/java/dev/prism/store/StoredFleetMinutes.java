package dev.prism.store;

import dev.prism.incident.detect.FleetMinutes;
import dev.prism.incident.detect.MinuteStats;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The minutes that nodes leave for the one that detects: one row for each node and minute.
public final class StoredFleetMinutes implements FleetMinutes {
  private static final int MOST_NODES = 1_000;

  private final Database database;

  public StoredFleetMinutes(Database database) {
    this.database = database;
  }

  @Override
  public void publish(String node, long minute, MinuteStats stats) throws IOException {
    String body = Base64.getEncoder().encodeToString(stats.encode());
    database.write(handle -> handle.execute(
        "INSERT INTO detector_minute (minute, node, body) VALUES (?, ?, ?)"
            + " ON CONFLICT (minute, node) DO UPDATE SET body = excluded.body",
        minute, node, body));
  }

  @Override
  public List<MinuteStats> of(long minute) throws IOException {
    List<String> bodies = database.read(handle -> handle
        .createQuery("SELECT body FROM detector_minute WHERE minute = :minute LIMIT :most")
        .bind("minute", minute)
        .bind("most", MOST_NODES)
        .mapTo(String.class)
        .list());
    List<MinuteStats> all = new ArrayList<>(bodies.size());
    for (String body : bodies) {
      all.add(MinuteStats.decode(Base64.getDecoder().decode(body)));
    }
    return all;
  }

  @Override
  public void forget(long before) throws IOException {
    database
        .write(handle -> handle.execute("DELETE FROM detector_minute WHERE minute < ?", before));
  }
}
