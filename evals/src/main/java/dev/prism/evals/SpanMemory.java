package dev.prism.evals;

import dev.prism.exchange.TraceRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The newest spans of applications, in memory, bounded by traces, by spans of one trace and by bytes; the
/// oldest traces go first. Safe for several threads.
public final class SpanMemory {
  private static final int MOST_OF_TRACE = 256;
  private static final int MOST_OF_SESSION = 16;
  private static final int OWN_BYTES = 300;
  /// How long before an exchange a span of its session may have begun to belong to it.
  private static final long BEFORE_MICROS = TimeUnit.MINUTES.toMicros(1);

  private final int mostTraces;
  private final long mostBytes;
  private final LinkedHashMap<String, List<AppSpan>> byTrace = new LinkedHashMap<>();
  /// By session, trace ids.
  private final Map<String, List<String>> bySession = new HashMap<>();
  private long bytes;
  private long refused;

  public SpanMemory(int mostTraces, long mostBytes) {
    this.mostTraces = mostTraces;
    this.mostBytes = mostBytes;
  }

  /// @param fresh   that were not known yet
  /// @param refused how many found no place, because their trace has too many
  public record Added(List<AppSpan> fresh, int refused) {
    public Added {
      fresh = List.copyOf(fresh);
    }
  }

  /// Takes spans; one that is there already is passed over, as exporters repeat themselves.
  public synchronized Added add(List<AppSpan> spans) {
    List<AppSpan> fresh = new ArrayList<>();
    int over = 0;
    for (AppSpan span : spans) {
      List<AppSpan> ofTrace = byTrace.computeIfAbsent(span.traceId(), _ -> new ArrayList<>());
      if (ofTrace.stream().anyMatch(known -> known.spanId().equals(span.spanId()))) {
        continue;
      }
      if (ofTrace.size() >= MOST_OF_TRACE) {
        over++;
        continue;
      }
      ofTrace.add(span);
      fresh.add(span);
      bytes += size(span);
      session(span);
    }
    while (byTrace.size() > mostTraces || (bytes > mostBytes && byTrace.size() > 1)) {
      forget(byTrace.pollFirstEntry().getValue());
    }
    refused += over;
    return new Added(fresh, over);
  }

  private void session(AppSpan span) {
    String session = span.sessionId();
    if (session == null) {
      return;
    }
    List<String> traces = bySession.computeIfAbsent(session, _ -> new ArrayList<>());
    if (!traces.contains(span.traceId())) {
      traces.add(span.traceId());
      if (traces.size() > MOST_OF_SESSION) {
        traces.removeFirst();
      }
    }
  }

  private void forget(List<AppSpan> spans) {
    for (AppSpan span : spans) {
      bytes -= size(span);
      String session = span.sessionId();
      List<String> traces = session == null ? null : bySession.get(session);
      if (traces != null) {
        traces.remove(span.traceId());
        if (traces.isEmpty()) {
          bySession.remove(session);
        }
      }
    }
  }

  /// The spans of an exchange: those of its trace, and those of its session that began while it ran or in the
  /// minute before.
  public synchronized List<AppSpan> of(TraceRecord trace) {
    List<AppSpan> found = new ArrayList<>(byTrace.getOrDefault(trace.ids().traceId(), List.of()));
    String session = trace.caller().sessionId();
    if (session != null) {
      for (String other : bySession.getOrDefault(session, List.of())) {
        if (!other.equals(trace.ids().traceId())) {
          byTrace.getOrDefault(other, List.of())
              .stream()
              .filter(span -> isOf(span, session, trace))
              .forEach(found::add);
        }
      }
    }
    return found;
  }

  private static boolean isOf(AppSpan span, String session, TraceRecord trace) {
    long started = trace.asked().startedAtMicros();
    return session.equals(span.sessionId()) && span.startMicros() >= started - BEFORE_MICROS
        && span.startMicros() <= started + trace.outcome().durationMicros();
  }

  private static long size(AppSpan span) {
    long size = (long) OWN_BYTES + span.name().length();
    for (Map.Entry<String, String> attribute : span.attributes().entrySet()) {
      size += (long) attribute.getKey().length() + attribute.getValue().length();
    }
    return size;
  }

  /// Spans that were refused.
  public synchronized long refused() {
    return refused;
  }
}
