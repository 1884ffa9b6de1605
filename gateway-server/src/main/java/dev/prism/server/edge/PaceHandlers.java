package dev.prism.server.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/// Tell a [ClientPace] what passes by, and change nothing.
final class PaceHandlers {
  private PaceHandlers() {}

  /// The first handler of a connection: sees its bytes as the network does.
  static final class Bytes extends ChannelDuplexHandler {
    private final ClientPace pace;

    Bytes(ClientPace pace) {
      this.pace = pace;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      pace.stirred();
      ctx.fireChannelRead(msg);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
      if (msg instanceof ByteBuf bytes) {
        pace.sent(bytes.readableBytes());
      }
      ctx.write(msg, promise);
    }
  }

  /// Behind the codec of a connection or a stream: sees requests and responses.
  static final class Messages extends ChannelDuplexHandler {
    private final ClientPace pace;

    Messages(ClientPace pace) {
      this.pace = pace;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
      if (msg instanceof HttpRequest) {
        pace.headCame();
      }
      if (msg instanceof HttpContent content) {
        pace.bodyCame(content.content().readableBytes());
        if (msg instanceof LastHttpContent) {
          pace.requestCame();
        }
      }
      ctx.fireChannelRead(msg);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
      if (msg instanceof LastHttpContent && !isInterim(msg)) {
        pace.answered();
      }
      ctx.write(msg, promise);
    }

    private static boolean isInterim(Object msg) {
      return msg instanceof HttpResponse head
          && head.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }
  }
}
