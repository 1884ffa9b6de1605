package dev.prism.server.upstream;

import io.netty.channel.Channel;

/// A channel that carries one attempt: an HTTP/1.1 connection, or one stream of an HTTP/2 connection.
///
/// @param channel speaks HTTP objects; has an [UpstreamHandler]
/// @param reused  whether it has served before, so that the provider may just be closing it
/// @param home    takes the connection back
record Lease(Channel channel, boolean reused, UpstreamPool home) {
  UpstreamHandler handler() {
    return channel.pipeline().get(UpstreamHandler.class);
  }

  /// The attempt is over and the connection is in order.
  void giveBack() {
    home.giveBack(channel);
  }

  /// The attempt is over and nothing more may be read: closes, which over HTTP/2 resets the stream.
  void discard() {
    channel.close();
  }
}
