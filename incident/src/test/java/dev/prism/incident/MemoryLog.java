package dev.prism.incident;

import dev.prism.routing.AuditEntry;
import java.util.List;
import java.util.Optional;

/// An incident log in memory that can be away.
final class MemoryLog implements IncidentLog {
  private final IncidentMemory memory = new IncidentMemory();
  boolean away;
  /// Happens once, behind the next look at what is open.
  Meanwhile meanwhile = () -> {};

  interface Meanwhile {
    void happen() throws GateClosed, Unavailable;
  }

  List<AuditEntry> audit() {
    return memory.audit();
  }

  private IncidentMemory there() throws Unavailable {
    if (away) {
      throw new Unavailable("away", new IllegalStateException("away"));
    }
    return memory;
  }

  @Override
  public Optional<String> open(IncidentEvent first, AuditEntry entry, long sinceMillis)
      throws Unavailable {
    return there().open(first, entry, sinceMillis);
  }

  @Override
  public void append(IncidentEvent event, AuditEntry entry) throws Conflict, Unavailable {
    there().append(event, entry);
  }

  @Override
  public Optional<Incident> find(String id) throws Unavailable {
    return there().find(id);
  }

  @Override
  public List<Incident> open() throws Unavailable {
    List<Incident> open = there().open();
    Meanwhile now = meanwhile;
    meanwhile = () -> {};
    try {
      now.happen();
    } catch (GateClosed closed) {
      throw new AssertionError(closed);
    }
    return open;
  }

  @Override
  public List<Incident> list(Filter filter, int limit) throws Unavailable {
    return there().list(filter, limit);
  }

  @Override
  public List<Placed> since(long position, int limit) throws Unavailable {
    return there().since(position, limit);
  }

  @Override
  public Freeze freeze() throws Unavailable {
    return there().freeze();
  }

  @Override
  public void freeze(Freeze next, AuditEntry entry) throws Unavailable {
    there().freeze(next, entry);
  }
}
