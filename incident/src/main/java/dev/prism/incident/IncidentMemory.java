package dev.prism.incident;

import dev.prism.routing.AuditEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An incident log that lasts as long as the process: for a game day, which plays many nights. One thread.
public final class IncidentMemory implements IncidentLog {
  private final List<AuditEntry> audit = new ArrayList<>();
  private final List<Placed> events = new ArrayList<>();
  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private Freeze freeze = Freeze.NONE;

  @Override
  public Optional<String> open(IncidentEvent first, AuditEntry entry, long sinceMillis) {
    Incident fresh = Incident.of(List.of(first));
    Optional<String> known = incidents.values()
        .stream()
        .filter(it -> it.dedupKey().equals(fresh.dedupKey())
            && !(it.state() instanceof IncidentState.Merged)
            && (!it.state().isOver() || it.changedAtMillis() >= sinceMillis))
        .map(Incident::id)
        .findFirst();
    if (known.isEmpty()) {
      if (incidents.containsKey(fresh.id())) {
        throw new IllegalStateException("two incidents of one id: " + fresh.id());
      }
      write(first, entry, fresh);
    }
    return known;
  }

  @Override
  public void append(IncidentEvent event, AuditEntry entry) throws Conflict {
    Incident before = incidents.get(event.incident());
    if (before == null || before.number() + 1 != event.number()) {
      throw new Conflict(event.incident(), event.number());
    }
    write(event, entry, before.with(event));
  }

  private void write(IncidentEvent event, AuditEntry entry, Incident after) {
    audit.add(entry);
    events.add(new Placed(audit.size(), event));
    incidents.put(after.id(), after);
  }

  @Override
  public Optional<Incident> find(String id) {
    return Optional.ofNullable(incidents.get(id));
  }

  @Override
  public List<Incident> open() {
    return incidents.values().stream().filter(it -> !it.state().isOver()).toList();
  }

  @Override
  public List<Incident> list(Filter filter, int limit) {
    return incidents.values()
        .stream()
        .filter(it -> filter.route() == null || filter.route().equals(it.route()))
        .filter(it -> filter.open() == null || filter.open() != it.state().isOver())
        .filter(it -> filter.fromMillis() == null || filter.fromMillis() <= it.openedAtMillis())
        .toList()
        .reversed()
        .stream()
        .limit(limit)
        .toList();
  }

  @Override
  public List<Placed> since(long position, int limit) {
    return events.stream().filter(it -> it.position() > position).limit(limit).toList();
  }

  @Override
  public Freeze freeze() {
    return freeze;
  }

  @Override
  public void freeze(Freeze next, AuditEntry entry) {
    audit.add(entry);
    freeze = next;
  }

  /// One entry for each change, in order.
  public List<AuditEntry> audit() {
    return List.copyOf(audit);
  }
}
