package dev.prism.routing;

import dev.prism.exchange.GatewayError;
import org.jspecify.annotations.Nullable;

/// What becomes of one scripted upstream call.
sealed interface Fate {
  /// First content after so long, all of it after so long.
  record Answers(long firstTokenMillis, long doneMillis) implements Fate {}

  /// An error instead of an answer.
  record Fails(long afterMillis, Failure failure) implements Fate {}

  /// Some content, then an error.
  record Breaks(long firstTokenMillis, long afterMillis, Failure failure) implements Fate {}

  /// Nothing more ever comes; before the first content, or after it.
  record Hangs(@Nullable Long firstTokenMillis) implements Fate {}

  /// Says what becomes of a call.
  interface Script {
    /// @param nth      1 for the first call of this target
    /// @param atMillis since the rig's start
    Fate of(int nth, long atMillis);
  }

  static Fate answers(long firstTokenMillis) {
    return new Answers(firstTokenMillis, firstTokenMillis + 500);
  }

  static Fate status(int status) {
    return new Fails(20, Failure.status(status, fault(status, "upstream_error")));
  }

  static Fate status(int status, String code) {
    return new Fails(20, new Failure(Failure.Kind.STATUS, status, code, null, 0,
        new GatewayError.ClientFault(status, code, "refused")));
  }

  static Fate tooMany(long retryAfterMillis) {
    return new Fails(20, new Failure(Failure.Kind.STATUS, 429, null, null, retryAfterMillis,
        fault(429, "rate_limit_exceeded")));
  }

  static Fate fails(Failure.Kind kind) {
    return new Fails(20, failure(kind));
  }

  static Failure failure(Failure.Kind kind) {
    boolean timer = switch (kind) {
      case FIRST_TOKEN, IDLE, TOTAL -> true;
      case CONNECT, DISCONNECTED, STATUS, MALFORMED, BROKEN_STREAM, UNSUITED, RAIL_BLOCK -> false;
    };
    return Failure.of(kind, timer ? fault(504, "upstream_timeout") : fault(502, "upstream_error"));
  }

  private static GatewayError fault(int status, String code) {
    return new GatewayError.ProviderFault(status, code, "failed");
  }
}
