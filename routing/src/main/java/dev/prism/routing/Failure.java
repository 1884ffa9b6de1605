package dev.prism.routing;

import dev.prism.exchange.GatewayError;
import org.jspecify.annotations.Nullable;

/// How a call failed.
///
/// @param kind             what happened
/// @param status           the provider's HTTP status, 0 when none came
/// @param code             the provider's own code, `insufficient_quota` for instance; null for none
/// @param shouldRetry      of the provider's `x-should-retry`; null when absent
/// @param retryAfterMillis what the provider asked for in `Retry-After` or its own form of it, 0 for none
/// @param error            what the client gets if nothing better follows
public record Failure(
    Kind kind,
    int status,
    @Nullable String code,
    @Nullable Boolean shouldRetry,
    long retryAfterMillis,
    GatewayError error) {
  /// `CONNECT`: no connection, or its timer. `DISCONNECTED`: lost before the first content, no answer
  /// having begun. `FIRST_TOKEN`, `IDLE`, `TOTAL`: that timer. `STATUS`: an error status. `MALFORMED`:
  /// an answer that cannot be read. `BROKEN_STREAM`: it ended, or said that it failed, before its
  /// terminal fact. `UNSUITED`: the target cannot take this request; nothing was sent. `RAIL_BLOCK`: an
  /// output rail blocked the answer.
  public enum Kind {
    CONNECT, DISCONNECTED, FIRST_TOKEN, IDLE, TOTAL, STATUS, MALFORMED, BROKEN_STREAM, UNSUITED, RAIL_BLOCK
  }

  /// A failure without an answer.
  public static Failure of(Kind kind, GatewayError error) {
    return new Failure(kind, 0, null, null, 0, error);
  }

  /// An error status with nothing special about it.
  public static Failure status(int status, GatewayError error) {
    return new Failure(Kind.STATUS, status, null, null, error.retryAfterMillis(), error);
  }
}
