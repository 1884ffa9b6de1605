package dev.prism.server.upstream;

import org.jspecify.annotations.Nullable;

/// Why an attempt gave no whole answer, as far as the wire tells.
///
/// @param kind   what happened
/// @param detail for the log and the trace; never a part of a message
public record AttemptFailure(Kind kind, @Nullable String detail) {
  /// `CONNECT` no connection stands; `TIMED_OUT_*` a limit of that name has passed; `RESET` the connection
  /// ended before a reply began; `CUT` it ended within one; `MALFORMED` what came is not HTTP or is larger
  /// than allowed; `POOL_FULL` no connection may be opened.
  public enum Kind {
    CONNECT, TIMED_OUT_CONNECT, TIMED_OUT_FIRST_TOKEN, TIMED_OUT_IDLE, RESET, CUT, MALFORMED, POOL_FULL
  }
}
