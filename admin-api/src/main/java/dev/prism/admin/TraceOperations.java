package dev.prism.admin;

import dev.prism.evals.AppSpan;
import dev.prism.evals.ScoredTraces;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.exchange.TraceRecord;
import dev.prism.store.RecentTraces;
import dev.prism.store.TraceFilter;
import dev.prism.store.TraceJson;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Scored traces: the newest from memory, older ones from the store.
final class TraceOperations {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1_000;
  private final RecentTraces traces;
  private final TraceStreams streams;
  private final ScorePorts scores;

  TraceOperations(RecentTraces traces, TraceStreams streams, ScorePorts scores) {
    this.traces = traces;
    this.streams = streams;
    this.scores = scores;
  }

  List<Operation> all() {
    return List.of(
        filtered(Operation.get("/api/traces", "Scored traces, newest first", this::list))
            .query("limit", "integer", "at most so many, 1 to 1000; 100 when not given")
            .answers("Traces"),
        filtered(
            Operation.get("/api/traces/stream", "The traces as they come, as server-sent events",
                call -> streams.serve(call, filter(call, Query.bool(call, "failing")))))
            .answersText("text/event-stream"),
        Operation.get("/api/traces/{id}", "One trace, by its trace id or request id", this::one)
            .answers("Trace"));
  }

  private static Operation filtered(Operation operation) {
    return operation.query("session_id", "string", "only this session's")
        .query("user_id", "string", "only this user's")
        .query("tenant", "string", "only this tenant's")
        .query("route", "string", "only this route's")
        .query("from", "date-time", "started at or after")
        .query("to", "date-time", "started before")
        .query("failing", "boolean",
            "only those that went wrong or scored badly, or only the others");
  }

  private void list(Context call) {
    int limit = (int) Query.integer(call, "limit", DEFAULT_LIMIT, 1, MOST);
    Boolean failing = Query.bool(call, "failing");
    TraceFilter filter = filter(call, null);
    Map<String, ScoredTrace> found = new HashMap<>();
    for (ScoredTrace scored : scores.traces().list(query(filter, failing), limit)) {
      found.put(scored.trace().ids().requestId(), scored);
    }
    for (TraceRecord trace : traces.list(filter, failing == null ? limit : Integer.MAX_VALUE)) {
      ScoredTrace scored = new ScoredTrace(trace, scores.traces().scores(trace));
      if (failing == null || failing == (scored.isFailing() || TraceFilter.isFailing(trace))) {
        found.put(trace.ids().requestId(), scored);
      }
    }
    List<ScoredTrace> newest = found.values()
        .stream()
        .sorted(Comparator
            .comparingLong((ScoredTrace scored) -> scored.trace().asked().startedAtMicros())
            .reversed())
        .limit(limit)
        .toList();
    answer(call, newest);
  }

  private static void answer(Context call, List<ScoredTrace> found) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("{\"traces\":[".getBytes(StandardCharsets.US_ASCII));
    boolean first = true;
    for (ScoredTrace scored : found) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.writeBytes(TraceJson.bytes(scored.trace(), scored.scores(), List.of()));
    }
    out.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
    call.contentType("application/json").result(out.toByteArray());
  }

  private void one(Context call) {
    Optional<ScoredTrace> found = scores.traces().find(call.pathParam("id"));
    if (found.isEmpty()) {
      throw Problem.notFound("No trace of that id is kept.");
    }
    TraceRecord trace = found.get().trace();
    List<Score> all = found.get().scores();
    call.contentType("application/json")
        .result(TraceJson.bytes(trace, all,
            scores.spans().of(trace).stream().map(TraceOperations::form).toList()));
  }

  private static String form(AppSpan span) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("trace_id", span.traceId());
    form.put("span_id", span.spanId());
    if (span.parentId() != null) {
      form.put("parent_id", span.parentId());
    }
    form.put("name", span.name());
    form.put("kind", span.kind().name());
    form.put("started_at", Instant.EPOCH.plus(span.startMicros(), ChronoUnit.MICROS).toString());
    form.put("duration_micros", span.durationMicros());
    form.put("failed", span.failed());
    form.put("attributes", new TreeMap<>(span.attributes()));
    return AdminJson.MAPPER.writeValueAsString(form);
  }

  private static ScoredTraces.Query query(TraceFilter filter, @Nullable Boolean failing) {
    return new ScoredTraces.Query(filter.route(), null, filter.tenant(), filter.sessionId(),
        filter.userId(), micros(filter.from()), micros(filter.to()), failing);
  }

  private static @Nullable Long micros(@Nullable Instant at) {
    return at == null ? null : ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static TraceFilter filter(Context call, @Nullable Boolean failing) {
    return new TraceFilter(call.queryParam("session_id"), call.queryParam("user_id"),
        call.queryParam("tenant"), call.queryParam("route"), Query.instant(call, "from"),
        Query.instant(call, "to"), failing);
  }
}
