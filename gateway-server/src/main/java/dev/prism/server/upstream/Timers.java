package dev.prism.server.upstream;

/// The limits of an exchange and of each of its attempts, in milliseconds; 0 means none.
///
/// @param connectMillis    until a connection stands, TLS included
/// @param first            what `firstMillis` is called where the limit was set: `first-token` or `first-byte`
/// @param firstMillis      from the request's end to the first content, or the first byte of what is no stream
/// @param idleMillis       between two signs of progress after that
/// @param totalMillis      for all attempts together
public record Timers(
    long connectMillis,
    String first,
    long firstMillis,
    long idleMillis,
    long totalMillis) {
  public Timers {
    if (connectMillis < 0 || firstMillis < 0 || idleMillis < 0 || totalMillis < 0) {
      throw new IllegalArgumentException("a time limit is negative");
    }
  }
}
