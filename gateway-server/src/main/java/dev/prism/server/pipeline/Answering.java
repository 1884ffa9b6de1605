package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;

/// Where the answer of an exchange goes, once there is one. Exactly one of the endings is called:
/// [#streamEnds], [#whole], [#passOn] or [#fails].
interface Answering {
  /// An answer begins to stream; status and headers leave now.
  void streamBegins(TargetAttempt attempt);

  /// The answer is held back and takes its time: a sign of life leaves. Status and headers leave with the
  /// first one, without what is not known yet, so that from then on only a stream can answer.
  void waiting();

  void part(ByteBuf bytes);

  void flush();

  /// The stream is whole.
  ///
  /// @param marker the dialect's end marker, empty where it has none
  void streamEnds(TargetAttempt attempt, ByteBuf marker);

  /// An answer that is no stream.
  void whole(TargetAttempt attempt, UpstreamRequest.Body body);

  /// The provider refuses the request itself, in words that the client should read as they are.
  void passOn(TargetAttempt attempt, GatewayError error, UpstreamRequest.Body body);

  /// There is no answer, or the rest of one will not come.
  void fails(GatewayError error);
}
