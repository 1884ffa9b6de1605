package dev.prism.server.pipeline;

import dev.prism.exchange.TraceRecord;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The ids of an exchange: the caller's trace goes on when it names one (W3C `traceparent`, or
/// `x-prism-trace-id`), otherwise a new one begins.
final class RequestIds {
  private static final int TRACEPARENT_CHARS = 55;
  private static final HexFormat HEX = HexFormat.of();

  private RequestIds() {}

  static TraceRecord.Ids of(HttpHeaders headers) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String parent = headers.get(GatewayHeaders.TRACEPARENT);
    String trace = null;
    String parentSpan = null;
    if (parent != null && isTraceparent(parent)) {
      trace = parent.substring(3, 35);
      parentSpan = parent.substring(36, 52);
    }
    String wanted = headers.get(GatewayHeaders.TRACE_ID);
    if (trace == null && wanted != null && wanted.length() == 32 && isHex(wanted, 0, 32)) {
      trace = wanted;
    }
    if (trace == null) {
      trace = newTrace(random);
    }
    return new TraceRecord.Ids(trace, HEX.toHexDigits(random.nextLong() | 1), parentSpan,
        "req_" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextInt()));
  }

  static String newTrace(ThreadLocalRandom random) {
    return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1);
  }

  /// What the provider gets: the same trace, this exchange as the parent.
  static String traceparent(TraceRecord.Ids ids, @Nullable String received) {
    String flags = received != null && isTraceparent(received)
        ? received.substring(53, TRACEPARENT_CHARS)
        : "01";
    return "00-" + ids.traceId() + "-" + ids.spanId() + "-" + flags;
  }

  private static boolean isTraceparent(String value) {
    return value.length() == TRACEPARENT_CHARS && value.startsWith("00-") && value.charAt(35) == '-'
        && value.charAt(52) == '-' && isHex(value, 3, 35) && isHex(value, 36, 52)
        && isHex(value, 53, 55) && !value.startsWith("00000000000000000000000000000000", 3)
        && !value.startsWith("0000000000000000", 36);
  }

  private static boolean isHex(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
