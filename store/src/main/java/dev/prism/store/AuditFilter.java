package dev.prism.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which audit entries are wanted; null means any.
///
/// @param tenant those that touch this tenant, among them those that touch everyone
/// @param from   at or after
/// @param to     before
public record AuditFilter(@Nullable String tenant, @Nullable Instant from, @Nullable Instant to) {
  public static final AuditFilter ALL = new AuditFilter(null, null, null);
}
