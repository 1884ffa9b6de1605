package dev.prism.admin;

import dev.prism.exchange.TraceRecord;
import dev.prism.store.RecentTraces;
import dev.prism.store.TraceFilter;
import dev.prism.store.TraceJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The live streams of traces. A reader that is slower than the traffic misses traces and is told how
/// many; it slows nobody down.
final class TraceStreams implements AutoCloseable {
  private static final int MOST_STREAMS = 32;
  private static final int QUEUE = 256;
  private static final long PING_MILLIS = 10_000;
  private static final long CLOSE_CHECK_MILLIS = 250;
  private final RecentTraces traces;
  private final Semaphore free = new Semaphore(MOST_STREAMS);
  private volatile boolean closing;

  TraceStreams(RecentTraces traces) {
    this.traces = traces;
  }

  /// Serves one reader until it leaves, on the virtual thread of its request.
  void serve(Context call, TraceFilter filter) throws InterruptedException {
    if (!free.tryAcquire()) {
      throw new Problem(429, "too_many_streams", "There are " + MOST_STREAMS + " streams already.");
    }
    BlockingQueue<TraceRecord> queue = new ArrayBlockingQueue<>(QUEUE);
    AtomicLong missed = new AtomicLong();
    try (RecentTraces.Subscription _ = traces.subscribe(trace -> {
      if (filter.matches(trace) && !queue.offer(trace)) {
        missed.incrementAndGet();
      }
    })) {
      write(call, queue, missed);
    } catch (IOException _) {
      // The reader has left, which is how such a stream ends.
    } finally {
      free.release();
    }
  }

  private void write(Context call, BlockingQueue<TraceRecord> queue, AtomicLong missed)
      throws IOException, InterruptedException {
    call.res().setContentType("text/event-stream");
    call.res().setHeader("Cache-Control", "no-store");
    OutputStream out = call.res().getOutputStream();
    out.write(ascii(": connected\n\n"));
    out.flush();
    long idleMillis = 0;
    while (!closing) {
      TraceRecord trace = queue.poll(CLOSE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
      if (trace != null) {
        event(out, trace, missed.getAndSet(0));
        idleMillis = 0;
      } else {
        idleMillis += CLOSE_CHECK_MILLIS;
      }
      if (idleMillis >= PING_MILLIS) {
        out.write(ascii(": still here\n\n"));
        idleMillis = 0;
      }
      if (queue.isEmpty()) {
        out.flush();
      }
    }
  }

  private static void event(OutputStream out, TraceRecord trace, long missed) throws IOException {
    if (missed > 0) {
      out.write(ascii("event: missed\ndata: {\"traces\":" + missed + "}\n\n"));
    }
    out.write(ascii("event: trace\ndata: "));
    out.write(TraceJson.bytes(trace));
    out.write(ascii("\n\n"));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Ends all streams.
  @Override
  public void close() {
    closing = true;
  }
}
