package dev.prism.evals;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One step of an application's own work around an exchange, as it told it in OpenTelemetry's words.
///
/// @param traceId        32 hex digits
/// @param spanId         16 hex digits
/// @param parentId       16 hex digits, null for a root
/// @param startMicros    microseconds since the epoch
/// @param durationMicros not negative
/// @param failed         whether its status is an error
/// @param attributes     as texts; at most [#MOST_ATTRIBUTES], each at most [#LONGEST] characters
public record AppSpan(
    String traceId,
    String spanId,
    @Nullable String parentId,
    String name,
    long startMicros,
    long durationMicros,
    boolean failed,
    Map<String, String> attributes) {
  public static final int MOST_ATTRIBUTES = 128;
  public static final int LONGEST = 8_192;

  public AppSpan {
    attributes = Map.copyOf(attributes);
  }

  public SpanKind kind() {
    return SpanKind.of(first("gen_ai.span.kind", "fi.span.kind", "openinference.span.kind"),
        attributes.get("gen_ai.operation.name"));
  }

  /// The session that it belongs to, null when it names none.
  public @Nullable String sessionId() {
    return first("session.id", "gen_ai.conversation.id");
  }

  /// The value of the first of these attributes that it has.
  @Nullable
  String first(String... names) {
    for (String name : names) {
      String value = attributes.get(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return null;
  }
}
