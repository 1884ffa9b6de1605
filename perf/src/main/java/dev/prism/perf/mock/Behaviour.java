package dev.prism.perf.mock;

import java.time.Duration;

/// How the mock upstream answers from now on.
public sealed interface Behaviour {
  /// Before the first byte.
  Duration delay();

  /// One JSON body of some 600 bytes.
  record Reply(Duration delay) implements Behaviour {}

  /// A stream of events, a usage chunk and the end marker.
  ///
  /// @param events data events, the usage chunk included, at least 3
  /// @param gap    between two events; each is written on its own even when this is zero
  record Stream(Duration delay, int events, Duration gap) implements Behaviour {
    public Stream {
      if (events < 3) {
        throw new IllegalArgumentException("a stream has at least 3 events, not " + events);
      }
    }
  }

  Behaviour INSTANT = new Reply(Duration.ZERO);
}
