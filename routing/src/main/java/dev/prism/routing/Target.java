package dev.prism.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One complete configuration that can answer, with everything looked up that its settings name.
///
/// @param name          its name in its route
/// @param settings      as they were written
/// @param prompt        the prompt to put in, null for none
/// @param rails         the names of its own rails
/// @param contextTokens the size of its context in tokens, 0 when unknown
/// @param healthKey     which breaker, retry budget and latencies are its
public record Target(
    String name,
    TargetSettings settings,
    @Nullable Prompt prompt,
    List<String> rails,
    long contextTokens,
    HealthKey healthKey) {
  public String provider() {
    return settings.provider();
  }

  public String model() {
    return settings.model();
  }
}
