package dev.prism.server.edge;

/// What clients may cost.
///
/// @param connections  at once, all together
/// @param perAddress   connections of one address at once, loopback not counted; 0 for no limit
/// @param perKey       connections on which one API key has been used at once; 0 for no limit
/// @param headMillis   from a request's first byte to the end of its head; also until the first request
/// @param bodyMillis   in each period this long a body must bring [#MIN_BYTES], or its end
/// @param idleMillis   how long a connection without a request stays open
/// @param writeMillis  in each period this long a client must take [#MIN_BYTES] of what waits for it
/// @param drainMillis  how long HTTP/2 streams may go on after GOAWAY
public record ClientLimits(
    int connections,
    int perAddress,
    int perKey,
    long headMillis,
    long bodyMillis,
    long idleMillis,
    long writeMillis,
    long drainMillis) {
  /// The fewest bytes that count as progress in one period.
  public static final long MIN_BYTES = 4096;

  long shortestMillis() {
    return Math.min(Math.min(headMillis, bodyMillis), Math.min(idleMillis, writeMillis));
  }
}
