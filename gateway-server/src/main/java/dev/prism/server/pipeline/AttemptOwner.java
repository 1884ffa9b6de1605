package dev.prism.server.pipeline;

import dev.prism.exchange.GatewayError;
import dev.prism.providers.Refusal;
import dev.prism.server.upstream.AttemptFailure;
import dev.prism.server.upstream.UpstreamRequest;
import io.netty.buffer.ByteBuf;

/// Who an attempt reports to. All calls come on the event loop; after `streamed`, `replied`, `refused` or
/// `failed` none comes from that attempt any more.
interface AttemptOwner {
  /// The attempt has something that the client can see. True lets it answer the client from now on; false
  /// means that another one does, and the attempt has been cancelled.
  boolean claim(TargetAttempt attempt);

  /// Bytes of a claimed stream, in the client's dialect; the buffer is the owner's now.
  void forward(TargetAttempt attempt, ByteBuf bytes);

  /// Nothing more comes for the moment.
  void flush(TargetAttempt attempt);

  /// A claimed stream is whole.
  ///
  /// @param marker the dialect's end marker, empty where it has none; the buffer is the owner's now
  void streamed(TargetAttempt attempt, ByteBuf marker);

  /// A reply that is no stream came whole, with a status below 400.
  void replied(TargetAttempt attempt, UpstreamRequest.Body body);

  /// The provider answered with an error status.
  void refused(TargetAttempt attempt, Refusal refusal, UpstreamRequest.Body body);

  /// An output rail blocks the reply; nothing more of it may go to the client.
  void blocked(TargetAttempt attempt, GatewayError error);

  /// No whole answer came; whether the client has seen a part of one is the owner's knowledge.
  void failed(TargetAttempt attempt, AttemptFailure failure);
}
