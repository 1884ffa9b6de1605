package dev.prism.server.upstream;

/// The limits of one attempt, in milliseconds; 0 means none.
///
/// @param connectMillis    until a connection stands, TLS included
/// @param firstTokenMillis from the request's end to the first content
/// @param idleMillis       between two signs of progress after that
public record Timers(long connectMillis, long firstTokenMillis, long idleMillis) {
  public Timers {
    if (connectMillis < 0 || firstTokenMillis < 0 || idleMillis < 0) {
      throw new IllegalArgumentException("a time limit is negative");
    }
  }
}
