package dev.prism.perf.pass;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.ArrayDeque;

/// The idle connections to the upstream, last used first. Belongs to the event loop.
final class UpstreamChannels {
  private final ArrayDeque<Channel> idle = new ArrayDeque<>();
  private final Bootstrap bootstrap;

  UpstreamChannels(Bootstrap bootstrap) {
    this.bootstrap = bootstrap.handler(new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new HttpClientCodec(), new UpstreamSide(UpstreamChannels.this));
      }
    });
  }

  /// An open connection, or one that is being opened.
  ChannelFuture take() {
    Channel channel = idle.pollLast();
    while (channel != null && !channel.isActive()) {
      channel = idle.pollLast();
    }
    return channel == null ? bootstrap.connect() : channel.newSucceededFuture();
  }

  void giveBack(Channel channel) {
    idle.addLast(channel);
  }
}
