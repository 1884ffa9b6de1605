package dev.prism.perf.load;

import dev.prism.exchange.SseEvent;

/// What one kind of load does with its connections. All calls come on the one event loop.
interface Traffic {
  /// May send its first request.
  void connected(LoadConnection connection);

  /// An event of a stream came; its bytes are valid during the call only.
  default void event(LoadConnection connection, SseEvent event, long nowNanos) {}

  /// A reply is complete.
  void answered(LoadConnection connection, long nowNanos);

  /// The connection is gone, with or without a request under way.
  void lost(LoadConnection connection, String why);
}
