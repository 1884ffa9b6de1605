package dev.prism.testing;

import java.time.Duration;

/// What [FaultProxy] does to the bytes of one way: the eight toxics of Toxiproxy, under its names.
public sealed interface Toxic {
  /// Each piece arrives so much later.
  record Latency(Duration delay) implements Toxic {}

  /// The connection is refused: closed before anything has passed.
  record Down() implements Toxic {}

  /// No more than so many bytes a second pass.
  record Bandwidth(int bytesPerSecond) implements Toxic {}

  /// When one side closes, the other hears of it so much later.
  record SlowClose(Duration delay) implements Toxic {}

  /// Nothing passes, and after this time the connection is closed; zero for never.
  record Timeout(Duration after) implements Toxic {}

  /// The connection is reset this long after its first byte.
  record ResetPeer(Duration after) implements Toxic {}

  /// Bytes pass in pieces of this size, with a pause before each.
  record Slicer(int size, Duration pause) implements Toxic {}

  /// The connection is closed after so many bytes.
  record LimitData(long bytes) implements Toxic {}
}
