package dev.prism.admin;

import dev.prism.routing.AuditEntry;
import dev.prism.routing.Breaker;
import dev.prism.routing.BreakerSnapshot;
import dev.prism.routing.ChangeNote;
import dev.prism.routing.Difference;
import dev.prism.routing.TargetHealth;
import dev.prism.store.StoreUnavailable;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// Breakers of this gateway, and what a person sets over them. An override is audited first and lives as
/// long as the process.
final class BreakerOperations {
  private final RoutingPorts routing;
  private final Changes changes;

  BreakerOperations(RoutingPorts routing, Changes changes) {
    this.routing = routing;
    this.changes = changes;
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/api/breakers", "The breakers of this gateway", this::list)
            .answers("Breakers"),
        override("open", "Holds a breaker open until it is reset", Breaker::open),
        override("close", "Holds a breaker closed until it is reset", Breaker::close),
        override("reset", "Lets a breaker judge for itself again, from nothing", Breaker::reset));
  }

  private Operation override(String action, String summary, Consumer<Breaker> deed) {
    return Operation
        .post("/api/breakers/{id}/" + action, summary, call -> override(call, action, deed))
        .pathWithSlashes("id")
        .takes("Reason")
        .answers("Breaker");
  }

  private void list(Context call) {
    AdminJson.answer(call, Map.of("breakers",
        routing.router().healths().breakers().stream().map(BreakerOperations::form).toList()));
  }

  private void override(Context call, String action, Consumer<Breaker> deed)
      throws StoreUnavailable {
    ObjectNode body = AdminJson.body(call);
    ChangeNote note = changes.note(call, body);
    Changes.nothingElse(body);
    TargetHealth health = routing.router()
        .healths()
        .find(call.pathParam("id"))
        .orElseThrow(() -> Problem.notFound("There is no breaker of that id."));
    Breaker breaker = health.breaker();
    String before = hold(breaker.snapshot());
    String after = switch (action) {
      case "open" -> "open";
      case "close" -> "closed";
      default -> "none";
    };
    routing.audit()
        .append(new AuditEntry(System.currentTimeMillis(), note.author(), "breaker_" + action,
            breaker.key().id(), List.of(), note.reason(), note.incident(), 0,
            List.of(new Difference("breakers." + breaker.key().id() + ".hold", before, after))));
    deed.accept(breaker);
    AdminJson.answer(call, form(breaker.snapshot()));
  }

  private static Map<String, Object> form(BreakerSnapshot breaker) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("id", breaker.id());
    form.put("provider", breaker.provider());
    form.put("model", breaker.model());
    form.put("state", breaker.state().name().toLowerCase(Locale.ROOT));
    form.put("hold", hold(breaker));
    form.put("failure_rate", breaker.counts().failureRate());
    form.put("slow_call_rate", breaker.counts().slowCallRate());
    form.put("calls", breaker.counts().calls());
    form.put("failed", breaker.counts().failed());
    form.put("not_permitted", breaker.counts().notPermitted());
    form.put("retry_after_millis", breaker.retryAfterMillis());
    form.put("paused_millis", breaker.pausedMillis());
    return form;
  }

  private static String hold(BreakerSnapshot breaker) {
    return breaker.hold().name().toLowerCase(Locale.ROOT);
  }
}
