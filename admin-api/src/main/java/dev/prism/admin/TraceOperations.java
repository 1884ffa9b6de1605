package dev.prism.admin;

import dev.prism.exchange.TraceRecord;
import dev.prism.store.RecentTraces;
import dev.prism.store.TraceFilter;
import dev.prism.store.TraceJson;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The newest scored traces.
final class TraceOperations {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST = 1_000;
  private final RecentTraces traces;
  private final TraceStreams streams;

  TraceOperations(RecentTraces traces, TraceStreams streams) {
    this.traces = traces;
    this.streams = streams;
  }

  List<Operation> all() {
    return List.of(
        filtered(Operation.get("/api/traces", "Scored traces in memory, newest first", this::list))
            .query("limit", "integer", "at most so many, 1 to 1000; 100 when not given")
            .answers("Traces"),
        filtered(
            Operation.get("/api/traces/stream", "The traces as they come, as server-sent events",
                call -> streams.serve(call, filter(call))))
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
        .query("failing", "boolean", "only those that went wrong, or only the others");
  }

  private void list(Context call) {
    int limit = (int) Query.integer(call, "limit", DEFAULT_LIMIT, 1, MOST);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("{\"traces\":[".getBytes(StandardCharsets.US_ASCII));
    boolean first = true;
    for (TraceRecord trace : traces.list(filter(call), limit)) {
      if (!first) {
        out.write(',');
      }
      first = false;
      out.writeBytes(TraceJson.bytes(trace));
    }
    out.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
    call.contentType("application/json").result(out.toByteArray());
  }

  private void one(Context call) {
    String id = call.pathParam("id");
    TraceRecord trace = traces.find(id);
    if (trace == null) {
      throw Problem.notFound("No trace of that id is in memory.");
    }
    call.contentType("application/json").result(TraceJson.bytes(trace));
  }

  private static TraceFilter filter(Context call) {
    return new TraceFilter(call.queryParam("session_id"), call.queryParam("user_id"),
        call.queryParam("tenant"), call.queryParam("route"), Query.instant(call, "from"),
        Query.instant(call, "to"), Query.bool(call, "failing"));
  }
}
