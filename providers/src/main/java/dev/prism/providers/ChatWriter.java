package dev.prism.providers;

import dev.prism.exchange.chat.ChatRequest;

/// Writes conversations in one provider's dialect. Has no state.
@FunctionalInterface
public interface ChatWriter {
  /// @param model the target's model, in the provider's words
  /// @throws Unsuited if the request asks for something that would be silently changed
  Outgoing write(ChatRequest request, String model) throws Unsuited;
}
