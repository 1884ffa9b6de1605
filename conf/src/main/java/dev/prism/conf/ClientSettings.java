package dev.prism.conf;

import java.time.Duration;

/// What the connections of clients may cost.
///
/// @param connections  at once, all together; 0 for half of the files that the process may open
/// @param perAddress   connections of one address at once; 0 for no limit; those from this machine are not
///                     counted, since a proxy there speaks for everybody
/// @param perKey       connections on which one API key is in use at once; 0 for no limit
/// @param headTimeout  from a request's first byte to the end of its headers, and from a connection's start
///                     to its first request
/// @param bodyTimeout  in each period this long a body must bring 4 KiB, or its end; else 408
/// @param idleTimeout  how long a connection stays open without a request; longer than the usual balancer's 60 s,
///                     so that it is the balancer that closes
/// @param writeTimeout in each period this long a client must take 4 KiB of what waits for it; else it is
///                     cut, and its upstream call with it
public record ClientSettings(
    int connections,
    int perAddress,
    int perKey,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration idleTimeout,
    Duration writeTimeout) {
  private static final Duration LIMIT = Duration.ofDays(1);
  public static final ClientSettings DEFAULT = new ClientSettings(0, 1_000, 0,
      Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(75),
      Duration.ofSeconds(30));

  public ClientSettings {
    notNegative("connections", connections);
    notNegative("per-address", perAddress);
    notNegative("per-key", perKey);
    check("head-timeout", headTimeout);
    check("body-timeout", bodyTimeout);
    check("idle-timeout", idleTimeout);
    check("write-timeout", writeTimeout);
  }

  private static void notNegative(String key, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(key + " must not be negative");
    }
  }

  private static void check(String key, Duration duration) {
    if (duration.toMillis() < 50 || duration.compareTo(LIMIT) > 0) {
      throw new IllegalArgumentException(key + " must be between 50ms and 1d");
    }
  }
}
