package dev.prism.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One complete configuration that can answer.
///
/// @param provider      the name of a provider of the config
/// @param model         the model to ask of it; for some providers a deployment's name
/// @param prompt        `name@version` of the prompt registry, null for none
/// @param promptMode    what the prompt does to the request's own leading system message
/// @param parameters    request fields that this target sets, whatever the client asked
/// @param rails         rails of this target, besides those of the route
/// @param weight        its share of the traffic under the `weighted` selector, 0 to 1,000,000
/// @param contextTokens the size of its context in tokens where the built-in data does not know it, else 0
public record TargetSettings(
    String provider,
    String model,
    @Nullable String prompt,
    PromptMode promptMode,
    Map<String, ParameterValue> parameters,
    List<String> rails,
    int weight,
    long contextTokens) {
  public static final PromptMode DEFAULT_PROMPT_MODE = PromptMode.REPLACE;
  public static final int DEFAULT_WEIGHT = 1;
  public static final long DEFAULT_CONTEXT_TOKENS = 0;

  /// What a target's prompt does to the leading system messages of a request: it takes their place, it
  /// comes before them, or it is not put in at all.
  public enum PromptMode {
    REPLACE, PREPEND, NONE
  }

  public TargetSettings {
    if (provider.isBlank() || model.isBlank()) {
      throw new IllegalArgumentException("provider and model must not be empty");
    }
    if (weight < 0 || weight > 1_000_000) {
      throw new IllegalArgumentException("weight must be between 0 and 1000000");
    }
    if (contextTokens < 0) {
      throw new IllegalArgumentException("context-tokens must not be negative");
    }
    if (prompt != null) {
      PromptRef.parse(prompt);
    }
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    rails = List.copyOf(rails);
  }

  /// A provider's model as it is.
  public static TargetSettings of(String provider, String model) {
    return new TargetSettings(provider, model, null, DEFAULT_PROMPT_MODE, Map.of(), List.of(),
        DEFAULT_WEIGHT, DEFAULT_CONTEXT_TOKENS);
  }
}
