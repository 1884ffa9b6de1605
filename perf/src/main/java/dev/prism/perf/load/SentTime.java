package dev.prism.perf.load;

import dev.prism.exchange.SseEvent;
import java.nio.charset.StandardCharsets;

/// The time at which the mock upstream sent an event, written as the text of that event, so that it
/// survives a gateway that parses and rebuilds events. Both ends read the same monotonic clock.
public final class SentTime {
  /// Digits of a time, leading zeros included.
  public static final int DIGITS = 19;
  private static final byte[] MARK = "\"content\":\"t".getBytes(StandardCharsets.US_ASCII);

  private SentTime() {}

  /// What an event's content looks like.
  public static String placeholder() {
    return "t" + "0".repeat(DIGITS);
  }

  /// Writes a time into the bytes of an event that has the placeholder.
  ///
  /// @param at where the digits begin
  public static void write(byte[] event, int at, long nanos) {
    long rest = nanos;
    for (int i = DIGITS - 1; i >= 0; i--) {
      event[at + i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /// The time in an event, or -1 when it has none.
  static long in(SseEvent event) {
    byte[] data = event.data();
    int end = event.dataEnd();
    for (int p = event.dataStart(); p + MARK.length + DIGITS <= end; p++) {
      if (data[p] == '"' && marked(data, p)) {
        return number(data, p + MARK.length);
      }
    }
    return -1;
  }

  private static boolean marked(byte[] data, int at) {
    for (int i = 0; i < MARK.length; i++) {
      if (data[at + i] != MARK[i]) {
        return false;
      }
    }
    return true;
  }

  private static long number(byte[] data, int at) {
    long value = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = data[at + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
