package dev.prism.admin;

import dev.prism.routing.Differences;
import dev.prism.routing.PlainForm;
import dev.prism.routing.Revision;
import dev.prism.routing.RevisionLog;
import dev.prism.routing.RevisionLog.Unavailable;
import dev.prism.routing.RouteControl;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The table's history.
final class RevisionOperations {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 1_000;
  private final RevisionLog history;
  private final RouteControl control;
  private final Changes changes;

  RevisionOperations(RoutingPorts routing, Changes changes) {
    history = routing.history();
    control = routing.control();
    this.changes = changes;
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/api/revisions", "The revisions of the table, newest first", this::list)
            .query("before", "integer", "only those with a lower number")
            .query("limit", "integer", "at most so many, 1 to 1000; 50 when not given")
            .answers("Revisions"),
        Operation
            .get("/api/revisions/{n}", "One revision with its whole table, in config form",
                this::one)
            .answers("RevisionDetail"),
        Operation
            .get("/api/revisions/{a}/diff/{b}", "What changed from one revision to another",
                this::diff)
            .answers("RevisionDiff"),
        Operation
            .post("/api/revisions/{n}/activate",
                "Makes a new revision that is like an older one: the way back", this::activate)
            .conditional()
            .takes("Reason")
            .answers("Changed"));
  }

  private void list(Context call) throws Unavailable {
    long before = Query.integer(call, "before", Long.MAX_VALUE, 1, Long.MAX_VALUE);
    int limit = (int) Query.integer(call, "limit", DEFAULT_LIMIT, 1, MOST);
    AdminJson.answer(call, Map.of("in_force", control.current().number(), "revisions",
        history.history(before, limit).stream().map(Forms::revision).toList()));
  }

  private void one(Context call) throws Unavailable {
    Revision revision = find(call, "n");
    Map<String, Object> form = Forms.revision(revision);
    form.put("state", PlainForm.write(revision.state()));
    AdminJson.answer(call, form);
  }

  private void diff(Context call) throws Unavailable {
    Revision from = find(call, "a");
    Revision to = find(call, "b");
    AdminJson.answer(call, Map.of("from", from.number(), "to", to.number(), "changes",
        Forms.changes(Differences.between(from.state(), to.state()))));
  }

  private void activate(Context call) {
    ObjectNode body = AdminJson.body(call);
    var note = changes.note(call, body);
    Changes.nothingElse(body);
    changes.answer(call, 200, control.activate(number(call, "n"), note), Map.of());
  }

  private Revision find(Context call, String name) throws Unavailable {
    long number = number(call, name);
    return history.find(number)
        .orElseThrow(() -> Problem.notFound("There is no revision " + number + "."));
  }

  private static long number(Context call, String name) {
    try {
      return Long.parseLong(call.pathParam(name));
    } catch (NumberFormatException _) {
      throw Problem.badRequest("A revision is named by its number.");
    }
  }
}
