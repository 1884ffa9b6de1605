package dev.prism.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The check of the audit chain: every number there, every hash as it follows from the one before, every
/// column as its entry says, every revision with its entry, and the end where the head says.
final class AuditCheck {
  private final Handle handle;
  private final Set<Long> revisions = new HashSet<>();
  private String previous = AuditChain.START;
  private long count;

  private AuditCheck(Handle handle) {
    this.handle = handle;
  }

  static AuditVerdict run(Handle handle) {
    return new AuditCheck(handle).check();
  }

  /// What is appended meanwhile is left out: first the highest revision is read, then the head, then the
  /// entries up to it.
  private AuditVerdict check() {
    long highest = handle.createQuery("SELECT COALESCE(MAX(number), 0) FROM revision")
        .mapTo(Long.class)
        .one();
    AuditRecord head = AuditChain.head(handle);
    List<AuditRecord> page = AuditLog.page(handle, 0);
    while (!page.isEmpty()) {
      Map<Long, Columns> columns = columns(page.getFirst().number(), page.getLast().number());
      for (AuditRecord record : page) {
        if (record.number() > head.number() && count == head.number()) {
          return end(head, highest);
        }
        String wrong = wrong(record, columns.getOrDefault(record.number(), Columns.NONE));
        if (wrong != null) {
          return new AuditVerdict.Broken(count + 1, wrong);
        }
        previous = record.hash();
        count++;
      }
      page = AuditLog.page(handle, count);
    }
    return end(head, highest);
  }

  private AuditVerdict end(AuditRecord head, long highest) {
    if (head.number() != count || !head.hash().equals(previous)) {
      return new AuditVerdict.Broken(count + 1,
          "the log ends at entry " + count + ", but its head says " + head.number());
    }
    return unaudited(highest);
  }

  private @Nullable String wrong(AuditRecord record, Columns columns) {
    if (record.number() != count + 1) {
      return "entry " + (count + 1) + " is missing";
    }
    if (!AuditChain.hash(previous, record.entry()).equals(record.hash())) {
      return "entry " + record.number() + " was altered or moved: its hash does not follow";
    }
    Map<String, Object> members;
    try {
      members = StoredJson.members(record.entry());
    } catch (JacksonException _) {
      return "entry " + record.number() + " is not JSON";
    }
    if (number(members, "number") != record.number()) {
      return "entry " + record.number() + " was moved: it says that it is another";
    }
    Columns own = new Columns(number(members, "at_millis"),
        members.get("tenants") instanceof List<?> tenants ? Set.copyOf(tenants) : Set.of());
    if (!own.equals(columns)) {
      return "the search columns of entry " + record.number() + " were altered";
    }
    revisions.add(number(members, "revision"));
    return null;
  }

  /// Each revision has its entry, even where the log's end was cut off together with the head.
  private AuditVerdict unaudited(long highest) {
    List<Long> all = handle
        .createQuery("SELECT number FROM revision WHERE number <= :highest ORDER BY number")
        .bind("highest", highest)
        .mapTo(Long.class)
        .list();
    for (long revision : all) {
      if (!revisions.contains(revision)) {
        return new AuditVerdict.Broken(count + 1,
            "revision " + revision + " has no entry: the end of the log was cut off");
      }
    }
    return new AuditVerdict.Whole(count, previous);
  }

  /// What queries go by, beside the entry itself.
  private record Columns(long atMillis, Set<?> tenants) {
    static final Columns NONE = new Columns(-1, Set.of());
  }

  private Map<Long, Columns> columns(long from, long to) {
    Map<Long, Set<String>> tenants = new HashMap<>();
    handle.createQuery("SELECT number, tenant FROM audit_tenant WHERE number BETWEEN :from AND :to")
        .bind("from", from)
        .bind("to", to)
        .map((row, _) -> Map.entry(row.getLong("number"), row.getString("tenant")))
        .forEach(entry -> tenants.computeIfAbsent(entry.getKey(), _ -> new HashSet<>())
            .add(entry.getValue()));
    Map<Long, Columns> columns = new HashMap<>();
    handle
        .createQuery("SELECT number, at_millis FROM audit_entry WHERE number BETWEEN :from AND :to")
        .bind("from", from)
        .bind("to", to)
        .map((row, _) -> Map.entry(row.getLong("number"), row.getLong("at_millis")))
        .forEach(entry -> columns.put(entry.getKey(),
            new Columns(entry.getValue(), tenants.getOrDefault(entry.getKey(), Set.of()))));
    return columns;
  }

  private static long number(Map<String, Object> members, String name) {
    return members.get(name) instanceof Number number ? number.longValue() : 0;
  }
}
