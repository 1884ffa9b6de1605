package dev.prism.perf.pass;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// Hands each part of a reply back to the client that waits for it.
@SuppressWarnings("FutureReturnValueIgnored") // A void promise fails through exceptionCaught.
final class UpstreamSide extends ChannelInboundHandlerAdapter {
  private final UpstreamChannels channels;
  private @Nullable Channel client;
  private Runnable released = () -> {};

  UpstreamSide(UpstreamChannels channels) {
    this.channels = channels;
  }

  /// The next reply is for this client.
  void serve(Channel waiting, Runnable whenReleased) {
    client = waiting;
    released = whenReleased;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    Channel to = client;
    if (to == null) {
      ReferenceCountUtil.release(message);
      return;
    }
    to.write(message, to.voidPromise());
    if (message instanceof LastHttpContent) {
      client = null;
      released.run();
      channels.giveBack(ctx.channel());
      to.flush();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (client != null) {
      client.flush();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (client != null) {
      client.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
