package dev.prism.exchange;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The immutable record of one exchange, written exactly once whatever the way out. The unit of the
/// side stream: sinks store it, detectors read it, scores attach to its trace id.
public record TraceRecord(
    Ids ids,
    Caller caller,
    Asked asked,
    Served served,
    List<Attempt> attempts,
    Outcome outcome,
    Billing billing,
    List<RailVerdict> rails,
    Texts texts) {
  public TraceRecord {
    attempts = List.copyOf(attempts);
    rails = List.copyOf(rails);
  }

  /// @param traceId   32 hex digits, the W3C trace id
  /// @param spanId    16 hex digits, this exchange's own span
  /// @param parentId  16 hex digits of the caller's span, when it sent `traceparent`
  /// @param requestId the id of `x-prism-request-id`
  public record Ids(String traceId, String spanId, @Nullable String parentId, String requestId) {}

  public record Caller(
      String tenant,
      @Nullable String sessionId,
      @Nullable String userId,
      Map<String, String> metadata) {
    public Caller {
      metadata = Map.copyOf(metadata);
    }
  }

  /// @param startedAtMicros microseconds since the epoch
  public record Asked(Endpoint endpoint, String model, boolean stream, long startedAtMicros) {}

  /// What the routing decided; empty strings where the exchange ended before that.
  public record Served(
      String route,
      long revision,
      String strategy,
      String target,
      String provider,
      String modelUsed,
      @Nullable String promptVersion,
      boolean fallbackUsed,
      @Nullable String incident) {
    public static final Served NOTHING = new Served("", 0, "", "", "", "", null, false, null);
  }

  /// @param status           the HTTP status that the client saw, 0 when it left before one
  /// @param error            the code of the error, null when the answer is whole
  /// @param blame            who failed, null when the answer is whole
  /// @param finishReason     of the first choice, in the provider's words
  /// @param firstTokenMicros from the request's arrival to the first content, -1 when none came
  /// @param durationMicros   from the request's arrival to the end
  public record Outcome(
      Kind kind,
      int status,
      @Nullable String error,
      @Nullable String blame,
      @Nullable String finishReason,
      long firstTokenMicros,
      long durationMicros) {
    public enum Kind {
      ANSWERED, REFUSED, FAILED, CANCELLED
    }
  }

  /// @param usage of the answer, as its provider reported it
  /// @param cost  of all attempts that were billed, null when a price is unknown
  public record Billing(TokenUsage usage, @Nullable Cost cost) {}

  /// Request and response text under the size cap; null where redaction is on or there was none.
  public record Texts(@Nullable TraceText request, @Nullable String response, boolean truncated) {
    public static final Texts NONE = new Texts(null, null, false);
  }
}
