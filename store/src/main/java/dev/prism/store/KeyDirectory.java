package dev.prism.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which tenant a key's hash belongs to, in memory: a snapshot that is looked at anew every second. When
/// the store is away the last one stays in force.
public final class KeyDirectory implements AutoCloseable {
  private static final long PAUSE_MILLIS = 1_000;

  private final Database database;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<String, String> tenants = Map.of();
  private long changes = -1;
  private final Rhythm rhythm;

  /// Hears of each new snapshot, on the directory's own thread.
  public interface Listener {
    void changed(Map<String, String> tenants);
  }

  public KeyDirectory(Database database) {
    this.database = database;
    rhythm = new Rhythm("key-directory", PAUSE_MILLIS, this::refresh);
  }

  /// Tenant names by the hash of each valid key (64 hex digits). Immutable.
  public Map<String, String> tenants() {
    return tenants;
  }

  /// Hears of changes from now on: what caches the answer must forget it.
  public void onChange(Listener listener) {
    listeners.add(listener);
  }

  /// Looks at the store now; when it is away nothing changes.
  public synchronized void refresh() {
    try {
      long now = database.read(
          handle -> handle.createQuery("SELECT changes FROM change_counter WHERE kind = 'keys'")
              .mapTo(Long.class)
              .one());
      if (now != changes) {
        load();
        changes = now;
      }
    } catch (StoreUnavailable _) {
      // The database logs its own state; the last snapshot stays in force.
    }
  }

  private void load() throws StoreUnavailable {
    Map<String, String> fresh = new HashMap<>();
    database.read(handle -> {
      handle.createQuery("SELECT hash, tenant FROM api_key WHERE revoked_micros IS NULL")
          .map((row, _) -> Map.entry(row.getString("hash"), row.getString("tenant")))
          .forEach(entry -> fresh.put(entry.getKey(), entry.getValue()));
      return fresh;
    });
    tenants = Map.copyOf(fresh);
    for (Listener listener : listeners) {
      listener.changed(tenants);
    }
  }

  @Override
  public void close() {
    rhythm.close();
  }
}
