package dev.prism.perf.pass;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Hands each part of a request on to an upstream connection, and keeps the parts while that opens.
@SuppressWarnings("FutureReturnValueIgnored") // A void promise fails through exceptionCaught.
final class ClientSide extends ChannelInboundHandlerAdapter {
  private final UpstreamChannels channels;
  private final ArrayDeque<Object> early = new ArrayDeque<>();
  private @Nullable Channel upstream;

  ClientSide(UpstreamChannels channels) {
    this.channels = channels;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof HttpRequest) {
      early.add(message);
      channels.take().addListener(opened -> {
        if (opened.isSuccess()) {
          join(ctx, ((ChannelFuture) opened).channel());
        } else {
          ctx.close();
        }
      });
    } else if (upstream == null) {
      early.add(message);
    } else {
      upstream.write(message, upstream.voidPromise());
    }
  }

  private void join(ChannelHandlerContext ctx, Channel opened) {
    upstream = opened;
    opened.pipeline().get(UpstreamSide.class).serve(ctx.channel(), () -> upstream = null);
    for (Object part = early.poll(); part != null; part = early.poll()) {
      opened.write(part, opened.voidPromise());
    }
    opened.flush();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (upstream != null) {
      upstream.flush();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    early.forEach(ReferenceCountUtil::release);
    early.clear();
    if (upstream != null) {
      upstream.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
