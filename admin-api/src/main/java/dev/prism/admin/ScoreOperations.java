package dev.prism.admin;

import dev.prism.evals.Rubric;
import dev.prism.evals.ScoreMinute;
import dev.prism.exchange.Score;
import dev.prism.exchange.ScoredTrace;
import dev.prism.store.StoreUnavailable;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Scores from outside, and scores as charts.
final class ScoreOperations {
  private static final Set<String> MEMBERS = Set.of("rubric", "value", "by", "version", "kind",
      "probability", "reason", "explanation");
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern CODE = Pattern.compile("[a-z0-9_.-]{1,64}");
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_EXPLANATION = 4_000;
  private static final long SECONDS_IN_MINUTE = 60;

  private final ScorePorts scores;

  ScoreOperations(ScorePorts scores) {
    this.scores = scores;
  }

  List<Operation> all() {
    return List.of(
        Operation.post("/api/traces/{id}/scores",
            "Adds a score of the application's own evaluator, or of a person; for a trace that has"
                + " not come yet by its trace id, where it waits a while. Of a trace of several"
                + " exchanges the request id names one; the trace id means the newest",
            this::post).takes("NewScore").answers(201, "PostedScore"),
        Operation
            .get("/api/scores", "Scores by minute, route, target, rubric and judge", this::list)
            .query("route", "string", "only this route's")
            .query("rubric", "string", "only by this rubric")
            .query("from", "date-time", "an hour ago when not given")
            .query("to", "date-time", "now when not given")
            .answers("ScoreMinutes"));
  }

  private void post(Context call) {
    ObjectNode body = AdminJson.body(call);
    for (String name : body.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        throw Problem.badRequest("There is no member " + name + "; there are " + MEMBERS + ".");
      }
    }
    String id = call.pathParam("id");
    Optional<ScoredTrace> known = scores.traces().find(id);
    if (known.isEmpty() && !TRACE_ID.matcher(id).matches()) {
      throw Problem
          .notFound("No trace of that id is kept, and it is no trace id of 32 hex digits.");
    }
    Score score = score(call, body, known.map(found -> found.trace().ids().traceId()).orElse(id));
    scores.traces().add(score, id.equals(score.traceId()) ? null : id);
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("trace_id", score.traceId());
    form.put("rubric", score.rubric());
    form.put("value", score.value());
    form.put("by", score.by().id());
    form.put("waits", known.isEmpty());
    AdminJson.answer(call, 201, form);
  }

  private static Score score(Context call, ObjectNode body, String traceId) {
    String rubric = text(body, "rubric", LONGEST_NAME);
    if (rubric == null || !Rubric.isName(rubric)) {
      throw Problem.badRequest("rubric must be a name of lower-case letters, digits and _.");
    }
    String reason = text(body, "reason", LONGEST_NAME);
    if (reason != null && !CODE.matcher(reason).matches()) {
      throw Problem.badRequest("reason must be a short code such as wrong_amount.");
    }
    String by = text(body, "by", LONGEST_NAME);
    String version = text(body, "version", LONGEST_NAME);
    return new Score(traceId, rubric, number(body, "value", Double.NaN, Score.WORST, Score.BEST),
        new Score.By(kind(body), by == null ? Access.caller(call).name() : by,
            version == null ? "1" : version),
        number(body, "probability", 1, 1e-6, 1),
        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), reason,
        text(body, "explanation", LONGEST_EXPLANATION));
  }

  private static Score.Kind kind(ObjectNode body) {
    String kind = text(body, "kind", LONGEST_NAME);
    return switch (kind == null ? "application" : kind) {
      case "application" -> Score.Kind.APPLICATION;
      case "human" -> Score.Kind.HUMAN;
      default -> throw Problem.badRequest("kind must be application or human.");
    };
  }

  private static @Nullable String text(ObjectNode body, String name, int longest) {
    JsonNode node = body.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString() || node.stringValue().isBlank() || node.stringValue().length() > longest) {
      throw Problem.badRequest(name + " must be a text of 1 to " + longest + " characters.");
    }
    return node.stringValue();
  }

  private static double number(ObjectNode body, String name, double otherwise, double least,
      double most) {
    JsonNode node = body.get(name);
    double value = node == null ? otherwise : node.isNumber() ? node.doubleValue() : Double.NaN;
    if (!(value >= least && value <= most)) {
      throw Problem.badRequest(name + " must be a number from " + least + " to " + most + ".");
    }
    return value;
  }

  private void list(Context call) throws StoreUnavailable {
    Instant to = Query.instant(call, "to");
    Instant from = Query.instant(call, "from");
    long last = to == null
        ? Instant.now().getEpochSecond() / SECONDS_IN_MINUTE + 1
        : Math.ceilDiv(to.getEpochSecond(), SECONDS_IN_MINUTE);
    long first = from == null ? last - 60 : from.getEpochSecond() / SECONDS_IN_MINUTE;
    AdminJson.answer(call,
        Map.of("minutes",
            scores.traces()
                .minutes(call.queryParam("route"), call.queryParam("rubric"), first, last)
                .stream()
                .map(ScoreOperations::form)
                .toList()));
  }

  private static Map<String, Object> form(ScoreMinute minute) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("at", Instant.ofEpochSecond(minute.minute() * SECONDS_IN_MINUTE).toString());
    form.put("route", minute.route());
    form.put("target", minute.target());
    form.put("prompt_version", minute.promptVersion());
    form.put("model", minute.model());
    form.put("rubric", minute.rubric());
    form.put("judge", minute.judge());
    form.put("scores", minute.scores());
    form.put("failing", minute.failing());
    form.put("weight", minute.weight());
    form.put("mean", minute.mean());
    form.put("percent", (minute.mean() - Score.WORST) * 25);
    return form;
  }
}
