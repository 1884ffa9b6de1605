package dev.prism.server.pipeline;

import dev.prism.exchange.TraceRecord;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The ids of an exchange: the caller's trace goes on when it names one (W3C `traceparent`, or
/// `x-prism-trace-id`), otherwise a new one begins.
final class RequestIds {
  private static final int TRACEPARENT_CHARS = 55;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

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
    return new TraceRecord.Ids(trace, hex("", 16, random), parentSpan, hex("req_", 24, random));
  }

  static String newTrace(ThreadLocalRandom random) {
    return hex("", 32, random);
  }

  /// The prefix and so many random hex digits, of which the last is never zero.
  private static String hex(String prefix, int digits, ThreadLocalRandom random) {
    byte[] text = new byte[prefix.length() + digits];
    int at = text.length;
    long bits = random.nextLong() | 1;
    for (int i = 0; i < digits; i++, bits >>>= 4) {
      if (i == 16) {
        bits = random.nextLong();
      }
      text[--at] = DIGITS[(int) bits & 15];
    }
    while (at > 0) {
      text[--at] = (byte) prefix.charAt(at);
    }
    return new String(text, StandardCharsets.ISO_8859_1);
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
