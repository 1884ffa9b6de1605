package dev.prism.server.upstream;

/// The limits of an exchange and of each of its attempts, in milliseconds; 0 means none.
///
/// @param connectMillis    until a connection stands, TLS included
/// @param firstTokenMillis from the request's end to the first content
/// @param idleMillis       between two signs of progress after that
/// @param totalMillis      for all attempts together
public record Timers(long connectMillis, long firstTokenMillis, long idleMillis, long totalMillis) {
  public Timers {
    if (connectMillis < 0 || firstTokenMillis < 0 || idleMillis < 0 || totalMillis < 0) {
      throw new IllegalArgumentException("a time limit is negative");
    }
  }
}
