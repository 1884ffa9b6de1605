package dev.prism.admin;

import dev.prism.routing.CanaryArms;
import dev.prism.routing.CopyGate;
import dev.prism.routing.Prompt;
import dev.prism.routing.Route;
import dev.prism.routing.Router;
import dev.prism.routing.RoutingTable;
import dev.prism.routing.Target;
import dev.prism.routing.TargetHealth;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The table in force, and the share of a canary.
final class RouteOperations {
  private final RoutingPorts routing;
  private final Changes changes;

  RouteOperations(RoutingPorts routing, Changes changes) {
    this.routing = routing;
    this.changes = changes;
  }

  List<Operation> all() {
    return List.of(
        Operation
            .get("/api/routes",
                "The table in force: targets, strategies, flips, the state of breakers", this::list)
            .answers("Routes"),
        Operation.get("/api/routes/{route}", "One route of the table in force", this::one)
            .answers("Route"),
        Operation
            .post("/api/routes/{route}/canary",
                "Sets the share of the route's canary, without moving those who have the candidate",
                this::canary)
            .conditional()
            .takes("CanaryRequest")
            .answers("Changed"));
  }

  private void list(Context call) {
    RoutingTable table = routing.router().table();
    List<Object> routes = new ArrayList<>();
    table.routes().values().forEach(route -> routes.add(form(route)));
    call.header("ETag", "\"" + table.number() + "\"");
    AdminJson.answer(call, Map.of("revision", table.number(), "routes", routes));
  }

  private void one(Context call) {
    RoutingTable table = routing.router().table();
    Route route = table.routes().get(call.pathParam("route"));
    if (route == null) {
      throw Problem.notFound("There is no route of that name.");
    }
    Map<String, Object> form = form(route);
    form.put("revision", table.number());
    call.header("ETag", "\"" + table.number() + "\"");
    AdminJson.answer(call, form);
  }

  private void canary(Context call) {
    ObjectNode body = AdminJson.body(call);
    var note = changes.note(call, body);
    JsonNode percent = body.remove("percent");
    Changes.nothingElse(body);
    if (percent == null || !percent.isNumber()) {
      throw Problem.badRequest("percent must be a number from 0 to 100.");
    }
    changes.answer(call, 200,
        routing.control().canaryPercent(call.pathParam("route"), percent.doubleValue(), note),
        Map.of());
  }

  private Map<String, Object> form(Route route) {
    Router router = routing.router();
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", route.name());
    form.put("strategy", Forms.strategy(route.strategy()));
    form.put("safe", route.settings().safe());
    form.put("targets", route.targets().stream().map(this::target).toList());
    form.put("flips", route.flips().stream().map(Forms::flip).toList());
    form.put("canaries",
        router.trials().canaries(route.name()).stream().map(RouteOperations::canary).toList());
    List<Object> copies = new ArrayList<>();
    router.trials()
        .copies(route.name())
        .values()
        .forEach(gates -> gates.forEach(gate -> copies.add(copy(gate))));
    form.put("copies", copies);
    return form;
  }

  private Map<String, Object> target(Target target) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", target.name());
    form.put("provider", target.provider());
    form.put("model", target.model());
    Prompt prompt = target.prompt();
    Forms.put(form, "prompt_version", prompt == null ? null : prompt.version());
    form.put("rails", target.rails());
    form.put("breaker", target.healthKey().id());
    Optional<TargetHealth> health = routing.router().healths().find(target.healthKey().id());
    form.put("state",
        health.map(known -> known.breaker().snapshot().state().name().toLowerCase(Locale.ROOT))
            .orElse("closed"));
    form.put("in_flight", health.map(TargetHealth::inFlight).orElse(0));
    form.put("mean_first_token_millis",
        health.map(TargetHealth::averageFirstTokenMillis).orElse(0.0));
    return form;
  }

  private static Map<String, Object> canary(CanaryArms arms) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("percent", arms.canary().percent());
    form.put("rolled_back", arms.rolledBack());
    form.put("stable", arm(arms.stable()));
    form.put("candidate", arm(arms.candidate()));
    return form;
  }

  private static Map<String, Object> arm(CanaryArms.Counts counts) {
    return Map.of("calls", counts.calls(), "errors", counts.errors(), "mean_first_token_millis",
        counts.meanFirstTokenMillis(), "scores", counts.scores(), "mean_score", counts.meanScore());
  }

  private static Map<String, Object> copy(CopyGate gate) {
    return Map.of("to", gate.settings().to(), "running", gate.running(), "made", gate.made(),
        "left_out", gate.leftOut());
  }
}
