package dev.prism.admin;

import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.RouteControl;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What every change of the routing table has in common: who and why, `If-Match`, and the answer.
final class Changes {
  private static final int LONGEST_REASON = 2_000;
  private final RouteControl control;

  Changes(RouteControl control) {
    this.control = control;
  }

  /// Takes `reason` and `incident` out of the body.
  ChangeNote note(Context call, ObjectNode body) {
    String reason = text(body.remove("reason"), "reason");
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw Problem.badRequest("reason must say why, in 1 to " + LONGEST_REASON + " characters.");
    }
    String incident = text(body.remove("incident"), "incident");
    return new ChangeNote(Access.caller(call).name(), reason, incident, ifMatch(call));
  }

  /// Answers with the revision that was made, or throws the problem.
  void answer(Context call, int status, ChangeResult result, Map<String, Object> more) {
    if (!(result instanceof ChangeResult.Done done)) {
      throw problem(call, result);
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("revision", done.revision().number());
    body.putAll(more);
    body.put("changes", Forms.changes(done.changes()));
    call.header("ETag", "\"" + done.revision().number() + "\"");
    AdminJson.answer(call, status, body);
  }

  Problem problem(Context call, ChangeResult result) {
    return switch (result) {
      case ChangeResult.Refused refused -> refused(call, refused);
      case ChangeResult.Done _,ChangeResult.Preview _ ->
        throw new IllegalStateException("no refusal: " + result);
    };
  }

  private Problem refused(Context call, ChangeResult.Refused refused) {
    boolean conditional = call.header("If-Match") != null;
    int status = switch (refused.why()) {
      case CONFLICT -> conditional ? 412 : 409;
      case NOT_FOUND -> 404;
      case INVALID -> 422;
      case UNAVAILABLE -> 503;
    };
    String code = switch (refused.why()) {
      case CONFLICT -> conditional ? "precondition_failed" : "conflict";
      case NOT_FOUND -> "not_found";
      case INVALID -> "invalid_change";
      case UNAVAILABLE -> "store_unavailable";
    };
    if (status == 503) {
      call.header("Retry-After", "1");
    }
    return new Problem(status, code, refused.message()).with("revision",
        control.current().number());
  }

  /// The number within `"7"`, `W/"7"` or `7`; null when any revision will do.
  private static @Nullable Long ifMatch(Context call) {
    String header = call.header("If-Match");
    if (header == null || header.strip().equals("*")) {
      return null;
    }
    String text = header.strip();
    text = text.startsWith("W/") ? text.substring(2) : text;
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    try {
      return Long.valueOf(quoted ? text.substring(1, text.length() - 1) : text);
    } catch (NumberFormatException _) {
      throw Problem.badRequest("If-Match must be the number of a revision, such as \"7\".");
    }
  }

  static @Nullable String text(@Nullable JsonNode node, String name) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw Problem.badRequest(name + " must be a text.");
    }
    return node.asString();
  }

  static void nothingElse(ObjectNode body) {
    if (!body.isEmpty()) {
      throw Problem.badRequest("The body has unknown members: " + body.propertyNames() + ".");
    }
  }
}
