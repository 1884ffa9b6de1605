package dev.prism.admin;

import dev.prism.providers.SimulatedBehaviour;
import dev.prism.providers.SimulatedSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A simulated provider's settings as a JSON object, and changes to them. Times are milliseconds, rates
/// are shares from 0 to 1.
final class SimulatedForm {
  private SimulatedForm() {}

  static Map<String, Object> write(SimulatedSettings settings) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("seed", settings.seed());
    form.put("first_token_millis", settings.firstToken().toMillis());
    form.put("per_token_millis", settings.perToken().toMillis());
    form.put("error_rate", settings.errorRate());
    form.put("throttle_rate", settings.throttleRate());
    form.put("retry_after_millis", settings.retryAfter().toMillis());
    form.put("cut_rate", settings.cutRate());
    form.put("hang_rate", settings.hangRate());
    form.put("trickle_rate", settings.trickleRate());
    form.put("cached_rate", settings.cachedRate());
    form.put("models", settings.models());
    Map<String, Object> behaviours = new LinkedHashMap<>();
    settings.behaviours().forEach((name, behaviour) -> behaviours.put(name, write(behaviour)));
    form.put("behaviours", behaviours);
    return form;
  }

  private static Map<String, Object> write(SimulatedBehaviour behaviour) {
    Map<String, Object> form = new LinkedHashMap<>();
    Forms.put(form, "model", behaviour.model());
    Forms.put(form, "prompt_contains", behaviour.promptContains());
    form.put("rate", behaviour.rate());
    form.put("says", behaviour.says());
    return form;
  }

  /// What the patch names is replaced, `behaviours` as a whole; `seed` and `models` stay.
  ///
  /// @throws IllegalArgumentException if a value is wrong or a member is unknown
  static SimulatedSettings patch(SimulatedSettings now, ObjectNode patch) {
    SimulatedSettings patched = new SimulatedSettings(now.seed(),
        millis(patch, "first_token_millis", now.firstToken()),
        millis(patch, "per_token_millis", now.perToken()),
        share(patch, "error_rate", now.errorRate()),
        share(patch, "throttle_rate", now.throttleRate()),
        millis(patch, "retry_after_millis", now.retryAfter()),
        share(patch, "cut_rate", now.cutRate()), share(patch, "hang_rate", now.hangRate()),
        share(patch, "trickle_rate", now.trickleRate()),
        share(patch, "cached_rate", now.cachedRate()), List.copyOf(now.models()),
        behaviours(patch, now.behaviours()));
    Changes.nothingElse(patch);
    return patched;
  }

  private static Duration millis(ObjectNode patch, String name, Duration now) {
    JsonNode node = patch.remove(name);
    if (node == null) {
      return now;
    }
    if (!node.canConvertToLong() || !node.isIntegralNumber()) {
      throw new IllegalArgumentException(name + " must be a whole number");
    }
    return Duration.ofMillis(node.longValue());
  }

  private static double share(ObjectNode patch, String name, double now) {
    JsonNode node = patch.remove(name);
    if (node == null) {
      return now;
    }
    if (!node.isNumber()) {
      throw new IllegalArgumentException(name + " must be a number from 0 to 1");
    }
    return node.doubleValue();
  }

  private static Map<String, SimulatedBehaviour> behaviours(ObjectNode patch,
      Map<String, SimulatedBehaviour> now) {
    JsonNode node = patch.remove("behaviours");
    if (node == null) {
      return now;
    }
    if (!(node instanceof ObjectNode named)) {
      throw new IllegalArgumentException("behaviours must be an object");
    }
    Map<String, SimulatedBehaviour> behaviours = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : named.properties()) {
      if (!(entry.getValue() instanceof ObjectNode form)) {
        throw new IllegalArgumentException("a behaviour must be an object");
      }
      String says = Changes.text(form.remove("says"), "says");
      behaviours.put(entry.getKey(),
          new SimulatedBehaviour(Changes.text(form.remove("model"), "model"),
              Changes.text(form.remove("prompt_contains"), "prompt_contains"),
              share(form, "rate", 1), says == null ? SimulatedBehaviour.LEAK : says));
      Changes.nothingElse(form);
    }
    return behaviours;
  }
}
