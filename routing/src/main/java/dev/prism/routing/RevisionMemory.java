package dev.prism.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A revision log that lasts as long as the process: for tests, and for a gateway that is told to keep
/// nothing.
public final class RevisionMemory implements RevisionLog {
  private final TreeMap<Long, Revision> revisions = new TreeMap<>();
  private final List<AuditEntry> entries = new ArrayList<>();

  @Override
  public synchronized void append(List<Entry> fresh) throws Conflict {
    long first = fresh.getFirst().revision().number();
    if (!revisions.isEmpty() && revisions.lastKey() >= first) {
      throw new Conflict(first);
    }
    for (Entry each : fresh) {
      revisions.put(each.revision().number(), each.revision());
      entries.add(each.audit());
    }
  }

  @Override
  public synchronized Optional<Revision> latest() {
    return revisions.isEmpty() ? Optional.empty() : Optional.of(revisions.lastEntry().getValue());
  }

  @Override
  public synchronized Optional<Revision> find(long number) {
    return Optional.ofNullable(revisions.get(number));
  }

  @Override
  public synchronized List<Revision> history(long before, int limit) {
    return revisions.headMap(before, false).descendingMap().values().stream().limit(limit).toList();
  }

  /// All audit entries, oldest first.
  public synchronized List<AuditEntry> entries() {
    return List.copyOf(entries);
  }
}
