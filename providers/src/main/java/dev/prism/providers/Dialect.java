package dev.prism.providers;

import dev.prism.exchange.Endpoint;
import dev.prism.exchange.chat.ChatRequest;
import dev.prism.exchange.json.JsonMembers;

/// A dialect in which clients ask for a conversation. Found by `ServiceLoader`; has no state and is used
/// by every event loop at once.
public interface Dialect {
  /// The endpoint at which it is spoken.
  Endpoint endpoint();

  /// What a checked body asks for.
  ///
  /// @throws Unsuited if the body is not of this dialect
  ChatRequest request(JsonMembers body) throws Unsuited;

  /// Writes one reply in this dialect; one instance for each attempt.
  ///
  /// @param usage whether the client wants usage in its stream
  ReplyEncoder encoder(ChatRequest request, boolean usage);
}
