package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import java.util.List;

/// Writes what a provider said in a client's dialect, as a stream or whole. One instance for each
/// attempt, one thread.
public interface ReplyEncoder {
  /// Appends the server-sent events that `event` comes to; often one, sometimes none yet.
  void event(ResponseEvent event, StringBuilder out);

  /// The provider's answer is whole: appends what is still owed, and the dialect's own end marker.
  void end(StringBuilder out);

  /// The body of a reply that is no stream, of all events in order. Not to be mixed with [#event].
  String whole(List<ResponseEvent> events);
}
