package dev.prism.server.pipeline;

import dev.prism.exchange.Endpoint;
import dev.prism.routing.ServingPlan;
import org.jspecify.annotations.Nullable;

/// What an attempt does so that a break of its stream can be mended.
///
/// @param holds       nothing leaves before the stream has ended well, so that another target can still
///                    take over whole
/// @param remembers   the answer's text is kept whole, so that another attempt can go on from it
/// @param resumeAfter the text that the client has from an attempt that broke; null for a first one
record StreamMode(boolean holds, boolean remembers, @Nullable String resumeAfter) {
  static final StreamMode PLAIN = new StreamMode(false, false, null);

  /// A break is mended by more text of the same dialect, which can be made up for chats only.
  static StreamMode of(ServingPlan plan, Endpoint endpoint) {
    return switch (plan.onStreamBreak()) {
      case ERROR -> PLAIN;
      case HOLD -> new StreamMode(true, false, null);
      case RESUME ->
        endpoint == Endpoint.CHAT_COMPLETIONS ? new StreamMode(false, true, null) : PLAIN;
    };
  }

  StreamMode after(String text) {
    return new StreamMode(holds, remembers, text);
  }
}
