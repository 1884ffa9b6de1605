package dev.prism.admin;

import dev.prism.store.AuditFilter;
import dev.prism.store.AuditLog;
import dev.prism.store.AuditRecord;
import dev.prism.store.AuditVerdict;
import dev.prism.store.StoreUnavailable;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The audit log and its proof.
final class AuditOperations {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1_000;
  private final AuditLog audit;

  AuditOperations(AuditLog audit) {
    this.audit = audit;
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/api/audit", "Who changed what, and why; newest first", this::list)
            .query("tenant", "string", "entries that touch this tenant, or everyone")
            .query("from", "date-time", "at or after")
            .query("to", "date-time", "before")
            .query("before", "integer", "only entries with a lower number")
            .query("limit", "integer", "at most so many, 1 to 1000; 100 when not given")
            .answers("AuditEntries"),
        Operation.get("/api/audit/verify", "Whether the chain of entries is whole", this::verify)
            .answers("AuditVerdict"),
        Operation
            .get("/api/audit/export",
                "The whole log as JSON Lines, oldest first: each line's hash"
                    + " is SHA-256 over the hash before it and the bytes of its entry",
                this::export)
            .needs(AdminRole.ADMIN)
            .answersText("application/jsonl"));
  }

  private void list(Context call) throws StoreUnavailable {
    AuditFilter filter = new AuditFilter(call.queryParam("tenant"), Query.instant(call, "from"),
        Query.instant(call, "to"));
    long before = Query.integer(call, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    int limit = (int) Query.integer(call, "limit", DEFAULT_LIMIT, 1, MOST);
    String lines = audit.list(filter, before, limit)
        .stream()
        .map(AuditRecord::line)
        .collect(Collectors.joining(",", "{\"entries\":[", "]}"));
    call.contentType("application/json").result(lines);
  }

  private void verify(Context call) throws StoreUnavailable {
    Map<String, Object> form = new LinkedHashMap<>();
    switch (audit.verify()) {
      case AuditVerdict.Whole whole -> {
        form.put("whole", true);
        form.put("entries", whole.entries());
        form.put("head", whole.head());
      }
      case AuditVerdict.Broken broken -> {
        form.put("whole", false);
        form.put("broken_at", broken.number());
        form.put("why", broken.why());
      }
    }
    AdminJson.answer(call, form);
  }

  private void export(Context call) throws IOException {
    call.res().setContentType("application/jsonl");
    audit.export(call.res().getOutputStream());
  }
}
