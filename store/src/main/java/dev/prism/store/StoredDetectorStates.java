package dev.prism.store;

import dev.prism.incident.detect.DetectorStates;
import dev.prism.incident.detect.SavedStream;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Detection's state in the database: a row for each stream, about a kilobyte and a half.
public final class StoredDetectorStates implements DetectorStates {
  private static final int MOST = 100_000;

  private final Database database;
  private final Clock clock;

  public StoredDetectorStates(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void save(List<SavedStream> changed) throws IOException {
    if (!changed.isEmpty()) {
      database.write(handle -> save(handle, changed));
    }
  }

  private int save(Handle handle, List<SavedStream> changed) {
    long now = clock.millis();
    PreparedBatch batch = handle.prepareBatch("INSERT INTO detector_state"
        + " (stream, saved_millis, body) VALUES (:stream, :now, :body) ON CONFLICT (stream)"
        + " DO UPDATE SET saved_millis = excluded.saved_millis, body = excluded.body");
    for (SavedStream stream : changed) {
      String body = Base64.getEncoder().encodeToString(stream.encode());
      batch.bind("stream", AuditChain.hash("", stream.key().toString()))
          .bind("now", now)
          .bind("body", body)
          .add();
    }
    return batch.execute().length;
  }

  @Override
  public List<SavedStream> load() throws IOException {
    List<String> bodies = database.read(handle -> handle
        .createQuery("SELECT body FROM detector_state ORDER BY saved_millis DESC LIMIT :most")
        .bind("most", MOST)
        .mapTo(String.class)
        .list());
    List<SavedStream> streams = new ArrayList<>(bodies.size());
    for (String body : bodies) {
      streams.add(SavedStream.decode(Base64.getDecoder().decode(body)));
    }
    return streams;
  }

  @Override
  public void forget(long savedBeforeMillis) throws IOException {
    database.write(handle -> handle.execute("DELETE FROM detector_state WHERE saved_millis < ?",
        savedBeforeMillis));
  }
}
