package dev.prism.server.pipeline;

import dev.prism.routing.TimeoutSettings;
import dev.prism.server.upstream.Timers;
import io.netty.handler.codec.http.HttpHeaders;

/// How long a call may take: what the route says, and what the client says, which can only shorten it.
final class CallLimits {
  private CallLimits() {}

  /// What the client allows for the whole exchange, in milliseconds; 0 when it does not say.
  static long wantedMillis(HttpHeaders headers) {
    String wanted = headers.get(GatewayHeaders.TIMEOUT_MS);
    if (wanted == null) {
      return 0;
    }
    try {
      return Math.max(0, Long.parseLong(wanted.trim()));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  /// @param wantedMillis see [#wantedMillis]
  static Timers of(TimeoutSettings limits, boolean stream, long wantedMillis) {
    long total = limits.totalMillis();
    return new Timers(limits.connectMillis(), stream ? "first-token" : "first-byte",
        stream ? limits.firstTokenMillis() : limits.firstByteMillis(), limits.idleMillis(),
        wantedMillis == 0 ? total : Math.min(wantedMillis, total));
  }
}
