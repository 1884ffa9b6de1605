package dev.prism.server.pipeline;

import dev.prism.exchange.Tenant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who calls, as far as the head of the request tells.
///
/// @param key a stable name of the API key, its hash's beginning; empty without one
record Caller(
    Tenant tenant,
    String key,
    @Nullable String sessionId,
    @Nullable String userId,
    Map<String, String> metadata) {
  static final Caller NOBODY = new Caller(new Tenant("", List.of(), Tenant.Limits.NONE), "", null,
      null, Map.of());
}
