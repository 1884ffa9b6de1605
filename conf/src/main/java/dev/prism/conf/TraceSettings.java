package dev.prism.conf;

import dev.prism.exchange.ByteSize;
import java.util.List;

/// What becomes of the scored traces.
///
/// @param sample the share of exchanges whose trace is kept, 0 to 1
/// @param sinks  where they go, each with its own queue
/// @param text   how much of the texts they keep
/// @param queue  how many traces may wait for one sink before the newest is dropped and counted
public record TraceSettings(double sample, List<SinkSettings> sinks, Text text, int queue) {
  public static final double DEFAULT_SAMPLE = 1.0;
  public static final int DEFAULT_QUEUE = 10_000;

  public TraceSettings {
    sinks = List.copyOf(sinks);
    if (!(sample >= 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample must be between 0 and 1");
    }
    if (queue < 1 || queue > 1_000_000) {
      throw new IllegalArgumentException("queue must be between 1 and 1000000");
    }
  }

  /// @param max    how much of a request's and of a response's text a trace keeps, each
  /// @param redact true keeps none
  public record Text(ByteSize max, boolean redact) {
    public static final ByteSize DEFAULT_MAX = ByteSize.ofKibibytes(64);

    public Text {
      if (max.bytes() > 1L << 30) {
        throw new IllegalArgumentException("max must be at most 1GiB");
      }
    }
  }
}
