package dev.prism.routing;

import java.time.Duration;

/// The timers of a request. All but the last are for each call, the last for all of them together.
///
/// @param connect    until a connection stands, TLS included
/// @param firstToken until the first content-bearing event of a stream
/// @param firstByte  until the first byte of a reply that is no stream, which mostly is its last as well
/// @param idle       between two events of a stream, or two pieces of another reply; comments do not count
/// @param total      from the start of the first call to the end of the answer, retries included
public record TimeoutSettings(
    Duration connect,
    Duration firstToken,
    Duration firstByte,
    Duration idle,
    Duration total) {
  private static final Duration LIMIT = Duration.ofDays(1);
  private static final Duration DEFAULT_FIRST_BYTE = Duration.ofMinutes(5);
  public static final TimeoutSettings DEFAULT = new TimeoutSettings(Duration.ofSeconds(2),
      Duration.ofSeconds(60), DEFAULT_FIRST_BYTE, Duration.ofSeconds(30), Duration.ofMinutes(10));

  public TimeoutSettings {
    check("connect", connect);
    check("first-token", firstToken);
    check("first-byte", firstByte);
    check("idle", idle);
    check("total", total);
  }

  private static void check(String key, Duration duration) {
    if (!duration.isPositive() || duration.compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException(key + " must be between 1ms and 1d");
    }
  }

  public long connectMillis() {
    return connect.toMillis();
  }

  public long firstTokenMillis() {
    return firstToken.toMillis();
  }

  public long firstByteMillis() {
    return firstByte.toMillis();
  }

  public long idleMillis() {
    return idle.toMillis();
  }

  public long totalMillis() {
    return total.toMillis();
  }
}
