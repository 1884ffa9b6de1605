package dev.prism.providers;

import dev.prism.exchange.ResponseEvent;
import dev.prism.exchange.SseEvent;
import dev.prism.exchange.json.JsonProblem;
import java.util.function.Consumer;

/// Reads the reply of one attempt in one dialect. One instance per attempt, one thread. It watches: what
/// goes to the client is the caller's business, and an oddity that it cannot read is no error.
public interface ReplyDecoder {
  /// Reads one server-sent event. Its fault fields and end marker are events too, so every block that
  /// came belongs here, also one without data.
  ///
  /// @param out takes what the event says, in order, before this returns
  /// @throws JsonProblem if the data is not JSON; nothing was taken from it, and the next event may be read
  void event(SseEvent event, Consumer<ResponseEvent> out) throws JsonProblem;

  /// What cuts a streamed reply into events; server-sent events unless the dialect has frames of its own.
  ///
  /// @param maxEventBytes the largest event
  default EventCutter cutter(int maxEventBytes) {
    return EventCutter.serverSent(maxEventBytes);
  }

  /// Reads a whole reply that is no stream, of a status below 400.
  ///
  /// @throws JsonProblem if the body is not JSON
  void body(byte[] bytes, int from, int to, Consumer<ResponseEvent> out) throws JsonProblem;

  /// Whether the fact was seen that ends a whole answer in this dialect. A stream that ends without it was
  /// cut, whatever the connection says.
  boolean complete();

  /// Whether the event that was just read carries usage and nothing that the client must see, so that it
  /// is left out for a client that did not ask for usage.
  boolean usageOnly();
}
