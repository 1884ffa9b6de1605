package dev.prism.admin;

import dev.prism.routing.ChangeNote;
import dev.prism.routing.ChangeResult;
import dev.prism.routing.FlipRequest;
import dev.prism.routing.Impact;
import dev.prism.routing.PlainForm;
import dev.prism.routing.RouteControl;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Flips: the call that on-call makes at night.
final class FlipOperations {
  private final RouteControl control;
  private final Changes changes;

  FlipOperations(RouteControl control, Changes changes) {
    this.control = control;
    this.changes = changes;
  }

  List<Operation> all() {
    return List.of(
        Operation.post("/api/routes/{route}/flips",
            "Flips the route for a scope: in force for the next request; or tells, as a dry run,"
                + " what that would change",
            this::flip)
            .conditional()
            .takes("FlipRequest")
            .answers(201, "Flipped")
            .alsoAnswers(200, "Impact"),
        Operation.get("/api/flips", "The flips in force", this::list).answers("Flips"),
        Operation
            .delete("/api/flips/{id}", "Reverts a flip: what lies beneath it is in force again",
                this::revert)
            .conditional()
            .query("reason", "string", "why; \"reverted\" when not given")
            .answers("Changed"));
  }

  private void flip(Context call) {
    ObjectNode body = AdminJson.body(call);
    ChangeNote note = changes.note(call, body);
    boolean dryRun = dryRun(body.remove("dry_run"));
    if (body.has("route")) {
      throw Problem.badRequest("The route is named by the path.");
    }
    body.put("route", call.pathParam("route"));
    FlipRequest request;
    try {
      request = PlainForm.read(FlipRequest.class, AdminJson.plain(body));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
    if (dryRun) {
      preview(call, request, note);
      return;
    }
    ChangeResult result = control.flip(request, note);
    Map<String, Object> more = new LinkedHashMap<>();
    if (result instanceof ChangeResult.Done done) {
      more.put("id", done.flip().id());
      more.put("flip", Forms.flip(done.flip()));
      call.header("Location", "/api/flips/" + done.flip().id());
    }
    changes.answer(call, 201, result, more);
  }

  private void preview(Context call, FlipRequest request, ChangeNote note) {
    ChangeResult result = control.preview(request, note);
    if (!(result instanceof ChangeResult.Preview(Impact impact))) {
      throw changes.problem(call, result);
    }
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("dry_run", true);
    form.put("routes", impact.routes());
    form.put("tenants", impact.tenants());
    form.put("traffic_share", impact.trafficShare());
    form.put("requests", impact.requests());
    form.put("changes", Forms.changes(impact.changes()));
    AdminJson.answer(call, form);
  }

  private void list(Context call) {
    AdminJson.answer(call, Map.of("revision", control.current().number(), "flips",
        control.current().state().flips().stream().map(Forms::flip).toList()));
  }

  private void revert(Context call) {
    ObjectNode why = AdminJson.MAPPER.createObjectNode();
    String reason = call.queryParam("reason");
    why.put("reason", reason == null ? "reverted" : reason);
    changes.answer(call, 200, control.revert(call.pathParam("id"), changes.note(call, why)),
        Map.of());
  }

  private static boolean dryRun(@Nullable JsonNode node) {
    if (node != null && !node.isBoolean()) {
      throw Problem.badRequest("dry_run must be true or false.");
    }
    return node != null && node.booleanValue();
  }
}
