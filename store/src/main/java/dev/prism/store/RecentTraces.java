package dev.prism.store;

import dev.prism.exchange.TraceRecord;
import dev.prism.exchange.TraceSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// The newest traces, in memory, for the admin API: bounded by count and by bytes of text, the oldest
/// go first. Of a second's ordinary traces only the first so many are kept, and all that failed, fell back
/// or were flagged: otherwise a busy gateway would remember its last half second and nothing that went
/// wrong before it. Listeners hear each trace as it comes. Safe for several threads.
public final class RecentTraces implements TraceSink {
  /// What a trace takes beside its texts, roughly, in bytes.
  private static final int OWN_BYTES = 1_500;

  private final int mostTraces;
  private final long mostBytes;
  private final ArrayDeque<TraceRecord> traces = new ArrayDeque<>();
  private final Map<String, TraceRecord> byId = new HashMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final int ordinaryPerSecond;
  private final RoomInSecond room = new RoomInSecond();
  private long bytes;

  /// Hears of each trace, on the side stream's thread: must not block.
  public interface Listener {
    void trace(TraceRecord trace);
  }

  /// Ends a listener's life.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// @param mostTraces        at least 1
  /// @param mostBytes         of memory, roughly
  /// @param ordinaryPerSecond of the traces that began in one second and went as planned, at least 1
  public RecentTraces(int mostTraces, long mostBytes, int ordinaryPerSecond) {
    this.mostTraces = mostTraces;
    this.ordinaryPerSecond = ordinaryPerSecond;
    this.mostBytes = mostBytes;
  }

  @Override
  public String name() {
    return "recent";
  }

  @Override
  public void accept(TraceRecord trace) {
    synchronized (this) {
      if (SideStream.isNotable(trace)
          || room.take(trace.asked().startedAtMicros(), ordinaryPerSecond)) {
        keep(trace);
      }
    }
    for (Listener listener : listeners) {
      listener.trace(trace);
    }
  }

  private void keep(TraceRecord trace) {
    traces.addLast(trace);
    byId.put(trace.ids().traceId(), trace);
    byId.put(trace.ids().requestId(), trace);
    bytes += size(trace);
    while (traces.size() > mostTraces || (bytes > mostBytes && traces.size() > 1)) {
      forget(traces.removeFirst());
    }
  }

  /// The trace of a trace id or a request id; of several exchanges in one trace, the last.
  public synchronized @Nullable TraceRecord find(String id) {
    return byId.get(id);
  }

  /// Those that match, newest first, at most `limit`.
  public synchronized List<TraceRecord> list(TraceFilter filter, int limit) {
    List<TraceRecord> found = new ArrayList<>();
    Iterator<TraceRecord> newestFirst = traces.descendingIterator();
    while (newestFirst.hasNext() && found.size() < limit) {
      TraceRecord trace = newestFirst.next();
      if (filter.matches(trace)) {
        found.add(trace);
      }
    }
    return found;
  }

  public Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void forget(TraceRecord trace) {
    bytes -= size(trace);
    byId.remove(trace.ids().traceId(), trace);
    byId.remove(trace.ids().requestId(), trace);
  }

  private static long size(TraceRecord trace) {
    return OWN_BYTES + (trace.texts().request() == null ? 0 : trace.texts().request().size())
        + length(trace.texts().response());
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
