package dev.prism.providers;

import dev.prism.exchange.json.JsonMembers;

/// Begins translations between a client's dialect and a provider's. Has no state, and neither blocks nor
/// waits: it runs on the event loops.
@FunctionalInterface
public interface Translator {
  /// @param body   the members of the checked body
  /// @param asking what else is known
  /// @throws Unsuited if the body cannot be said in the provider's dialect
  Translation begin(JsonMembers body, Asking asking) throws Unsuited;

  /// @param model    the target's model, in the provider's words
  /// @param usage    whether the client wants usage in its stream
  /// @param thoughts what the tenant's models thought before earlier tool calls
  record Asking(String model, boolean usage, Thoughts thoughts) {}
}
