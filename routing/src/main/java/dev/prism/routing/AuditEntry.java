package dev.prism.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the audit log keeps of one change. The log adds the number, and the hash that chains it to the
/// entry before.
///
/// @param atMillis since the epoch
/// @param who      the author
/// @param action   what was done: `flip`, `revert`, `activate` …
/// @param subject  what it was done to: a route, a flip's id, a revision
/// @param tenants  the tenants that it touches, empty for all
/// @param why      the reason given
/// @param incident the incident that it belongs to, null for none
/// @param revision the revision that it made
/// @param changes  what was, and what is now
public record AuditEntry(
    long atMillis,
    String who,
    String action,
    String subject,
    List<String> tenants,
    String why,
    @Nullable String incident,
    long revision,
    List<Difference> changes) {
  public AuditEntry {
    tenants = List.copyOf(tenants);
    changes = List.copyOf(changes);
  }
}
