package dev.prism.store;

import dev.prism.routing.AuditEntry;
import dev.prism.routing.Difference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Appends to the audit chain, within a transaction that the caller has begun.
final class AuditChain {
  static final String START = "0".repeat(64);

  private AuditChain() {}

  /// Locks the end of the chain, so that two writers cannot follow the same entry. Whoever appends
  /// several things in one transaction does this first.
  static void lock(Handle handle) {
    handle.execute("UPDATE audit_head SET number = number WHERE id = 1");
  }

  /// @return the entry's number
  static long append(Handle handle, AuditEntry entry) {
    lock(handle);
    return add(handle, entry);
  }

  /// The same within a transaction that holds the lock.
  static long add(Handle handle, AuditEntry entry) {
    return add(handle, List.of(entry));
  }

  /// Several, in this order.
  ///
  /// @return the last one's number
  static long add(Handle handle, List<AuditEntry> entries) {
    AuditRecord last = head(handle);
    long number = last.number();
    String hash = last.hash();
    PreparedBatch rows = handle.prepareBatch(
        "INSERT INTO audit_entry (number, at_millis, entry, hash) VALUES (?, ?, ?, ?)");
    PreparedBatch tenants = handle
        .prepareBatch("INSERT INTO audit_tenant (tenant, number) VALUES (?, ?)");
    for (AuditEntry entry : entries) {
      number++;
      String text = text(number, entry);
      hash = hash(hash, text);
      rows.add(number, entry.atMillis(), text, hash);
      for (String tenant : Set.copyOf(entry.tenants())) {
        tenants.add(tenant, number);
      }
    }
    rows.execute();
    tenants.execute();
    handle.execute("UPDATE audit_head SET number = ?, hash = ? WHERE id = 1", number, hash);
    return number;
  }

  /// The end of the chain; its entry is not read.
  static AuditRecord head(Handle handle) {
    return handle.createQuery("SELECT number, hash FROM audit_head WHERE id = 1")
        .map((row, _) -> new AuditRecord(row.getLong("number"), "", row.getString("hash")))
        .one();
  }

  static String hash(String previous, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(HexFormat.of().parseHex(previous));
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String text(long number, AuditEntry entry) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("number", number);
    members.put("at_millis", entry.atMillis());
    members.put("who", entry.who());
    members.put("action", entry.action());
    members.put("subject", entry.subject());
    members.put("tenants", entry.tenants());
    members.put("why", entry.why());
    String incident = entry.incident();
    if (incident != null) {
      members.put("incident", incident);
    }
    if (entry.revision() != 0) {
      members.put("revision", entry.revision());
    }
    List<Object> changes = new ArrayList<>();
    for (Difference difference : entry.changes()) {
      Map<String, Object> change = new LinkedHashMap<>();
      change.put("path", difference.path());
      change.put("before", difference.before());
      change.put("after", difference.after());
      changes.add(change);
    }
    members.put("changes", changes);
    return StoredJson.text(members);
  }
}
