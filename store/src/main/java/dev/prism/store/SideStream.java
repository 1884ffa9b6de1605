package dev.prism.store;

import dev.prism.exchange.RailVerdict;
import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The way of the traces from the event loops to the sinks. An offer costs each sink one queue node and
/// never blocks; a sink that is slow or broken loses traces, by count, and disturbs nobody.
public final class SideStream implements AutoCloseable {
  private static final long CLOSE_MILLIS = 5_000;
  private static final int SAMPLE_BITS = 28;

  private final TraceQueue[] queues;
  private final double[] samples;

  /// One sink and what it gets.
  ///
  /// @param sink     taken over: closed with the stream
  /// @param capacity traces that may wait for it, at least 1
  /// @param sample   the fraction of the traces that it gets, 0 to 1, chosen by the trace id, so that
  ///                 two sinks of one fraction keep the same; failing and flagged ones it always gets
  public record Feed(TraceSink sink, int capacity, double sample) {
    public Feed {
      if (capacity < 1 || !(sample >= 0 && sample <= 1)) {
        throw new IllegalArgumentException("capacity " + capacity + ", sample " + sample);
      }
    }
  }

  public SideStream(List<Feed> feeds) {
    queues = feeds.stream()
        .map(feed -> new TraceQueue(feed.sink(), feed.capacity()))
        .toArray(TraceQueue[]::new);
    samples = feeds.stream().mapToDouble(Feed::sample).toArray();
    for (TraceQueue queue : queues) {
      queue.start();
    }
  }

  /// Hands the trace to every sink's queue. For event loops: never blocks, never throws.
  public void offer(TraceRecord trace) {
    for (int i = 0; i < queues.length; i++) {
      queues[i].offer(trace, samples[i] >= 1 || isNotable(trace) || isSampled(trace, samples[i]));
    }
  }

  /// By sink, in the order of the feeds; a second sink of a name gets a number.
  public Map<String, TraceCounts> counts() {
    Map<String, TraceCounts> counts = new LinkedHashMap<>();
    for (TraceQueue queue : queues) {
      String name = queue.name();
      for (int n = 2; counts.containsKey(name); n++) {
        name = queue.name() + "-" + n;
      }
      counts.put(name, queue.counts());
    }
    return counts;
  }

  /// Whether something went other than planned.
  static boolean isNotable(TraceRecord trace) {
    return trace.outcome().kind() != TraceRecord.Outcome.Kind.ANSWERED
        || trace.outcome().error() != null || trace.rails().stream().anyMatch(RailVerdict::found)
        || trace.served().fallbackUsed() || trace.served().incident() != null;
  }

  private static boolean isSampled(TraceRecord trace, double sample) {
    String id = trace.ids().traceId();
    int bits = 0;
    for (int i = Math.max(0, id.length() - SAMPLE_BITS / 4); i < id.length(); i++) {
      bits = (bits << 4) | (Character.digit(id.charAt(i), 16) & 15);
    }
    return bits < sample * (1 << SAMPLE_BITS);
  }

  /// Writes what waits, for five seconds at most, and closes the sinks.
  @Override
  public void close() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
    for (TraceQueue queue : queues) {
      queue.beginClose();
    }
    try {
      for (TraceQueue queue : queues) {
        queue.awaitClosed(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
