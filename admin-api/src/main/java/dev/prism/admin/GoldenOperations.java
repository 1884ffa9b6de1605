package dev.prism.admin;

import dev.prism.evals.ScoredTraces;
import dev.prism.evals.golden.AcceptedRun;
import dev.prism.evals.golden.EvalGate;
import dev.prism.evals.golden.EvalReport;
import dev.prism.evals.golden.GoldenEntry;
import dev.prism.evals.golden.GoldenFormat;
import dev.prism.evals.golden.GoldenGuard;
import dev.prism.evals.golden.GoldenJson;
import dev.prism.evals.golden.Reports;
import dev.prism.evals.golden.TraceCase;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The golden set: what is in it, adding a case, and running it against this gateway.
final class GoldenOperations {
  private static final Logger LOG = LoggerFactory.getLogger(GoldenOperations.class);
  private static final Duration RUN_LIMIT = Duration.ofMinutes(10);
  private static final int PARALLEL = 4;

  private final GoldenPorts ports;
  private final ScoredTraces traces;
  /// A run asks providers that cost money: one at a time.
  private final Semaphore running = new Semaphore(1);

  GoldenOperations(GoldenPorts ports, ScoredTraces traces) {
    this.ports = ports;
    this.traces = traces;
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/api/golden", "The golden set, or a part of it", this::list)
            .query("route", "string", "only entries of this route")
            .query("class", "string", "only entries of this class")
            .query("rubric", "string", "only entries of this rubric")
            .answers("GoldenEntries"),
        Operation
            .get("/api/golden/export", "The golden set as a file of another tool's format",
                this::export)
            .query("format", "string",
                "promptfoo, openai-evals, inspect, deepeval or prism; promptfoo when not given")
            .query("route", "string", "only entries of this route")
            .answersText("text/plain"),
        Operation.post("/api/golden",
            "Adds an entry: as it is written, or made of a trace, masked where scanners find something",
            this::add).takes("GoldenRequest").answers(201, "GoldenEntry"),
        Operation
            .post("/api/golden/run",
                "Runs entries against this gateway and waits for the end, ten minutes at most",
                this::run)
            .takes("GoldenRunRequest")
            .answers("EvalReport"));
  }

  private void list(Context call) {
    List<GoldenEntry> entries = found(call.queryParam("route"), call.queryParam("class"),
        call.queryParam("rubric"));
    ObjectNode answer = AdminJson.MAPPER.createObjectNode();
    ArrayNode array = answer.putArray("entries");
    entries.forEach(entry -> array.add(GoldenJson.tree(entry)));
    json(call, 200, answer);
  }

  private void export(Context call) {
    String label = call.queryParam("format");
    GoldenFormat format = label == null ? GoldenFormat.PROMPTFOO : format(label);
    call.contentType("text/plain; charset=utf-8")
        .result(format.write(found(call.queryParam("route"), null, null)));
  }

  private static GoldenFormat format(String label) {
    try {
      return GoldenFormat.of(label);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(e.getMessage() + ".");
    }
  }

  private List<GoldenEntry> found(@Nullable String route, @Nullable String type,
      @Nullable String rubric) {
    try {
      return ports.set().find(route, type, rubric);
    } catch (IllegalArgumentException broken) {
      throw new Problem(409, "golden_set_broken", String.valueOf(broken.getMessage()));
    } catch (UncheckedIOException away) {
      throw unreadable(away);
    }
  }

  private static Problem unreadable(UncheckedIOException away) {
    LOG.error("The golden set cannot be read or written", away);
    return new Problem(503, "golden_set_unavailable",
        "The golden set's folder cannot be read or written; the log says why.");
  }

  private void add(Context call) {
    ObjectNode body = AdminJson.body(call);
    String who = Access.caller(call).name();
    try {
      GoldenEntry entry = body.has("trace") ? ofTrace(body, who) : written(body, who);
      ports.set().add(entry);
      json(call, 201, GoldenJson.tree(entry));
    } catch (IllegalArgumentException refused) {
      throw new Problem(422, "invalid_entry", String.valueOf(refused.getMessage()));
    } catch (UncheckedIOException away) {
      throw unreadable(away);
    }
  }

  private static GoldenEntry written(ObjectNode body, String who) {
    body.remove("sha256");
    body.put("added_by", who);
    body.put("added_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return GoldenJson.read(body);
  }

  /// `{"trace": id, "id", "asserts", "class", "rubric", "description", "incident", "cluster"}`.
  private GoldenEntry ofTrace(ObjectNode body, String who) {
    String trace = IncidentBody.needed(body, "trace");
    GoldenEntry drawn = traces.find(trace)
        .flatMap(scored -> TraceCase.of(scored.trace()))
        .orElseThrow(
            () -> Problem.notFound("No exchange of that id, with a text, is known any more."));
    ObjectNode tree = GoldenJson.tree(GoldenGuard.masked(drawn));
    ObjectNode source = tree.withObject("source");
    for (String name : List.of("incident", "cluster")) {
      String value = Changes.text(body.remove(name), name);
      if (value != null) {
        source.put(name, value);
      }
    }
    for (String name : List.of("id", "asserts", "class", "rubric", "description", "target",
        "context")) {
      if (body.has(name)) {
        tree.set(name, body.remove(name));
      }
    }
    Changes.nothingElse(body);
    if (tree.path("class").asString("").equals(GoldenEntry.PII_LEAK)) {
      tree.put("redaction", "masked");
    }
    return written(tree, who);
  }

  private void run(Context call) throws InterruptedException {
    ObjectNode body = AdminJson.body(call);
    String route = Changes.text(body.remove("route"), "route");
    String type = Changes.text(body.remove("class"), "class");
    String target = Changes.text(body.remove("target"), "target");
    int runs = body.has("runs") ? body.remove("runs").asInt(0) : EvalGate.Settings.DEFAULT_RUNS;
    Changes.nothingElse(body);
    List<GoldenEntry> entries = found(route, type, null);
    if (entries.isEmpty()) {
      throw Problem.notFound("There is no such entry.");
    }
    if (!running.tryAcquire()) {
      throw new Problem(409, "already_running", "The golden set is being run already.");
    }
    try {
      EvalReport report = new EvalGate(ports.answers(), ports.check(),
          new EvalGate.Settings(runs, PARALLEL, RUN_LIMIT))
          .run(entries, target, AcceptedRun.in(ports.set().folder()), (_, _) -> {});
      json(call, 200, Reports.json(report));
    } catch (EvalGate.JudgeChanged changed) {
      throw new Problem(409, "judge_changed", String.valueOf(changed.getMessage()));
    } catch (IllegalArgumentException wrong) {
      throw Problem.badRequest(String.valueOf(wrong.getMessage()));
    } finally {
      running.release();
    }
  }

  private static void json(Context call, int status, ObjectNode body) {
    call.status(status)
        .contentType("application/json")
        .result(AdminJson.MAPPER.writeValueAsBytes(body));
  }
}
