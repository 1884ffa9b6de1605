package dev.prism.server.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponse;

/// Hears what an attempt's provider says. Called on the event loop, in order; after [#ended] or [#failed]
/// nothing more is called.
public interface UpstreamListener {
  /// Status and headers have come.
  void head(HttpResponse head);

  /// Bytes of the body; the buffer is the caller's and valid only during the call.
  void content(ByteBuf bytes);

  /// All bytes that the socket had have been handed over: a good moment to flush.
  void readComplete();

  /// The reply is whole, as HTTP sees it.
  void ended();

  void failed(AttemptFailure failure);
}
