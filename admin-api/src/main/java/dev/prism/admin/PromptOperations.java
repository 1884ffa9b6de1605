package dev.prism.admin;

import dev.prism.routing.PromptSettings;
import dev.prism.routing.RouteControl;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The prompt registry: versions are added, never changed.
final class PromptOperations {
  private final RouteControl control;
  private final Changes changes;

  PromptOperations(RouteControl control, Changes changes) {
    this.control = control;
    this.changes = changes;
  }

  List<Operation> all() {
    return List.of(
        Operation.get("/api/prompts", "The names of the prompts, with their versions", this::names)
            .answers("Prompts"),
        Operation.get("/api/prompts/{name}/versions", "All versions of a prompt", this::versions)
            .answers("PromptVersions"),
        Operation
            .post("/api/prompts/{name}/versions", "Adds a version; what is there never changes",
                this::add)
            .conditional()
            .takes("NewPromptVersion")
            .answers(201, "Changed"));
  }

  private void names(Context call) {
    List<Object> prompts = new ArrayList<>();
    control.current()
        .state()
        .prompts()
        .forEach((name, versions) -> prompts
            .add(Map.of("name", name, "versions", List.copyOf(versions.keySet()))));
    AdminJson.answer(call, Map.of("prompts", prompts));
  }

  private void versions(Context call) {
    String name = call.pathParam("name");
    Map<String, PromptSettings> known = control.current().state().prompts().get(name);
    if (known == null) {
      throw Problem.notFound("There is no prompt of that name.");
    }
    List<Object> versions = new ArrayList<>();
    known.forEach(
        (version, prompt) -> versions.add(Map.of("version", version, "system", prompt.system())));
    AdminJson.answer(call, Map.of("name", name, "versions", versions));
  }

  private void add(Context call) {
    ObjectNode body = AdminJson.body(call);
    var note = changes.note(call, body);
    String version = Changes.text(body.remove("version"), "version");
    String system = Changes.text(body.remove("system"), "system");
    Changes.nothingElse(body);
    if (version == null || version.isBlank() || system == null) {
      throw Problem.badRequest("A version needs version and system.");
    }
    PromptSettings prompt;
    try {
      prompt = new PromptSettings(system);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
    changes.answer(call, 201, control.addPrompt(call.pathParam("name"), version, prompt, note),
        Map.of("version", version));
  }
}
