package dev.prism.server.pipeline;

import dev.prism.exchange.Tenant;
import dev.prism.exchange.json.JsonCursor;
import dev.prism.exchange.json.JsonLimits;
import dev.prism.exchange.json.JsonProblem;
import dev.prism.exchange.json.StrictJson;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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
  private static final int MAX_ID_CHARS = 256;
  private static final int MAX_METADATA_BYTES = 16 * 1024;

  /// Reads what a known caller says of itself; null when its metadata is no object of strings.
  static @Nullable Caller of(Tenant tenant, String key, HttpHeaders headers) {
    String said = headers.get(GatewayHeaders.METADATA);
    Map<String, String> metadata = said == null ? Map.of() : metadata(said);
    return metadata == null
        ? null
        : new Caller(tenant, key, id(headers.get(GatewayHeaders.SESSION_ID)),
            id(headers.get(GatewayHeaders.USER_ID)), metadata);
  }

  private static @Nullable String id(@Nullable String said) {
    return said == null || said.isBlank() || said.length() > MAX_ID_CHARS ? null : said;
  }

  private static @Nullable Map<String, String> metadata(String said) {
    byte[] bytes = said.getBytes(StandardCharsets.ISO_8859_1);
    try {
      if (bytes.length > MAX_METADATA_BYTES
          || !new StrictJson(JsonLimits.REQUEST).check(bytes, 0, bytes.length).isObject()) {
        return null;
      }
    } catch (JsonProblem problem) {
      return null;
    }
    Map<String, String> metadata = new HashMap<>();
    JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
    cursor.enter();
    while (cursor.nextMember()) {
      String name = cursor.name();
      if (cursor.kind() != '"') {
        return null;
      }
      metadata.put(name, cursor.string());
    }
    return metadata;
  }
}
