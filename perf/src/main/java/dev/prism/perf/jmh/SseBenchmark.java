package dev.prism.perf.jmh;

import dev.prism.exchange.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Cutting a stream of 60 events; the time is that of one event.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SseBenchmark {
  private static final int EVENTS = 60;
  private static final byte[] STREAM = """
      data: {"id":"chatcmpl-CkX1b7Qm2vWf8TzPq0LrYh3NdJ5uE","object":"chat.completion.chunk",\
      "created":1763974800,"model":"gpt-4o-mini-2024-07-18","service_tier":"default",\
      "system_fingerprint":"fp_560af6e559","choices":[{"index":0,"delta":{"content":" parcel"},\
      "logprobs":null,"finish_reason":null}],"usage":null}

      """.repeat(EVENTS).getBytes(StandardCharsets.US_ASCII);

  /// Bytes that arrive at a time: a cut in every event, one event, all at once.
  @Param({"100", "312", "20000"})
  public int piece;

  private int bytes;

  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public int read() throws SseReader.Overflow {
    SseReader reader = new SseReader(65_536);
    bytes = 0;
    for (int from = 0; from < STREAM.length; from += piece) {
      reader.feed(STREAM, from, Math.min(from + piece, STREAM.length),
          event -> bytes += event.dataEnd() - event.dataStart());
    }
    return bytes;
  }
}
