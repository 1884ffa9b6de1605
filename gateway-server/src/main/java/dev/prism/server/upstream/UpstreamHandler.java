package dev.prism.server.upstream;

import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/// The end of an upstream channel's pipeline: hands HTTP objects to the attempt that has leased it. What
/// comes while nobody has is a breach of protocol, and closes the connection.
final class UpstreamHandler extends ChannelInboundHandlerAdapter {
  private @Nullable UpstreamExchange tenant;
  private boolean interim;
  private boolean keepAlive = true;

  void lendTo(UpstreamExchange exchange) {
    tenant = exchange;
    keepAlive = true;
  }

  void detach() {
    tenant = null;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    try {
      UpstreamExchange exchange = tenant;
      if (exchange == null) {
        if (!(msg instanceof LastHttpContent last) || last.content().isReadable()) {
          ctx.close();
        }
      } else if (msg instanceof Http2ResetFrame reset) {
        exchange.reset(isRefusal(reset));
      } else {
        read(ctx, exchange, msg);
      }
    } finally {
      if (msg instanceof ByteBufHolder) {
        ReferenceCountUtil.release(msg);
      }
    }
  }

  private void read(ChannelHandlerContext ctx, UpstreamExchange exchange, Object msg) {
    if (msg instanceof HttpResponse head) {
      if (head.decoderResult().isFailure()) {
        exchange.malformed("the reply is not HTTP");
        return;
      }
      interim = head.status().code() < 200;
      if (interim && head.status().code() == 101) {
        exchange.malformed("the provider switched protocols");
        return;
      }
      if (!interim) {
        keepAlive = HttpUtil.isKeepAlive(head);
        exchange.head(head);
      }
    }
    if (msg instanceof HttpContent content && !interim) {
      content(ctx, exchange, content);
    }
    if (msg instanceof LastHttpContent && interim) {
      interim = false;
    }
  }

  private void content(ChannelHandlerContext ctx, UpstreamExchange exchange, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      exchange.malformed("the reply's body is not HTTP");
      return;
    }
    if (content.content().isReadable()) {
      exchange.content(content.content());
    }
    if (content instanceof LastHttpContent) {
      exchange.ended(keepAlive && ctx.channel().isActive());
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    UpstreamExchange exchange = tenant;
    if (exchange != null) {
      exchange.readComplete();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    UpstreamExchange exchange = tenant;
    if (event instanceof Http2ResetFrame reset && exchange != null) {
      exchange.reset(isRefusal(reset));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    UpstreamExchange exchange = tenant;
    if (exchange != null) {
      exchange.broken("the connection ended");
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    UpstreamExchange exchange = tenant;
    if (exchange != null) {
      exchange.broken(cause.getClass().getSimpleName());
    }
    ctx.close();
  }

  private static boolean isRefusal(Http2ResetFrame reset) {
    return reset.errorCode() == Http2Error.REFUSED_STREAM.code();
  }
}
