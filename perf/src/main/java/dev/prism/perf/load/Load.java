package dev.prism.perf.load;

import java.time.Duration;

/// What to send.
public sealed interface Load {
  /// The size of one request body in bytes.
  int bodyBytes();

  /// Whether replies are asked for as streams of events.
  boolean stream();

  /// Each connection sends its next request when the last one was answered.
  ///
  /// @param connections at least 1
  /// @param warmup      load before the measured window
  /// @param measured    the window
  record Closed(int connections, int bodyBytes, boolean stream, Duration warmup, Duration measured)
      implements
        Load {}

  /// Requests are due at a constant rate, whatever becomes of the earlier ones.
  ///
  /// @param perSecond   the rate
  /// @param connections how many requests can be under way at once; a request that finds none free
  ///                    waits, and its wait counts
  record Open(
      double perSecond,
      int connections,
      int bodyBytes,
      boolean stream,
      Duration warmup,
      Duration measured) implements Load {}

  /// Streams that are all open together, each with one event a second, none of which may be lost.
  ///
  /// @param streams   how many
  /// @param perSecond how many are opened in a second
  /// @param events    in each stream, so its seconds
  record Held(int streams, int perSecond, int events) implements Load {
    @Override
    public int bodyBytes() {
      return 1024;
    }

    @Override
    public boolean stream() {
      return true;
    }

    /// How long it takes to open them all.
    public Duration ramp() {
      return Duration.ofMillis(1000L * streams / perSecond);
    }
  }

  /// One large request on each of many connections, all at once.
  ///
  /// @param connections how many
  /// @param limit       how long to wait for all replies
  record Burst(int connections, int bodyBytes, Duration limit) implements Load {
    @Override
    public boolean stream() {
      return false;
    }
  }
}
