package dev.prism.admin;

import dev.prism.providers.Provider;
import dev.prism.providers.SimulatedSettings;
import dev.prism.providers.simulated.SimulatedProvider;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The simulated providers, adjusted while they run: what a game day turns. Nothing of it is kept: a
/// restart or a reload goes back to the config.
final class SimulatedOperations {
  private final Supplier<Map<String, Provider>> providers;

  SimulatedOperations(Supplier<Map<String, Provider>> providers) {
    this.providers = providers;
  }

  List<Operation> all() {
    return List.of(
        Operation
            .get("/api/providers/simulated/{name}", "How a simulated provider behaves", this::show)
            .answers("Simulated"),
        Operation
            .patch("/api/providers/simulated/{name}",
                "Changes how a simulated provider behaves from its next request on", this::adjust)
            .takes("SimulatedPatch")
            .answers("Simulated"));
  }

  private void show(Context call) {
    AdminJson.answer(call, SimulatedForm.write(find(call).settings()));
  }

  private void adjust(Context call) {
    SimulatedProvider provider = find(call);
    SimulatedSettings adjusted;
    try {
      adjusted = SimulatedForm.patch(provider.settings(), AdminJson.body(call));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage()));
    }
    provider.adjust(adjusted);
    AdminJson.answer(call, SimulatedForm.write(adjusted));
  }

  private SimulatedProvider find(Context call) {
    Provider provider = providers.get().get(call.pathParam("name"));
    if (provider == null || !(provider.adapter() instanceof SimulatedProvider simulated)) {
      throw Problem.notFound("There is no simulated provider of that name.");
    }
    return simulated;
  }
}
