package dev.prism.server.pipeline;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the bytes of a client's connection pass through, in order.
public final class GatewayPipeline extends ChannelInitializer<Channel> {
  private static final int MAX_LINE_BYTES = 8192;
  private static final int MAX_HEADER_BYTES = 16_384;
  private static final int MAX_CHUNK_BYTES = 64 * 1024;

  private static final long HANDSHAKE_SECONDS = 5;

  private final Gateway gateway;
  private final Supplier<@Nullable SslContext> tls;

  /// @param tls the certificate in force, asked for each connection; null serves plain text
  public GatewayPipeline(Gateway gateway, Supplier<@Nullable SslContext> tls) {
    this.gateway = gateway;
    this.tls = tls;
  }

  @Override
  protected void initChannel(Channel channel) {
    if (!gateway.clients().admit(channel)) {
      return;
    }
    gateway.connections().opened(channel);
    SslContext certificate = tls.get();
    if (certificate == null) {
      channel.pipeline().addLast(new PrefaceDetector(this::http1, this::http2));
    } else {
      SslHandler handshake = certificate.newHandler(channel.alloc());
      handshake.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
      channel.pipeline().addLast(handshake, new ByAlpn());
    }
  }

  private void http1(ChannelHandlerContext ctx) {
    HttpDecoderConfig limits = new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(MAX_CHUNK_BYTES);
    ctx.pipeline()
        .addLast(new StrictHttpCodec(limits), gateway.clients().requests(ctx),
            new ExchangeHandler(gateway, null));
  }

  private void http2(ChannelHandlerContext ctx) {
    Http2FrameCodec codec = gateway.clients().http2(ctx);
    EventLoop loop = ctx.channel().eventLoop();
    // What is due at once runs after the loop has looked at its connections; a plain task would run before.
    Turns turns = new Turns(task -> loop.schedule(task, 0, TimeUnit.NANOSECONDS));
    ctx.pipeline()
        .addLast(codec, new Http2MultiplexHandler(new Stream(codec, turns)),
            new ConnectionEnd(turns));
  }

  /// One HTTP/2 stream: the same HTTP objects and the same handler as an HTTP/1.1 connection.
  private final class Stream extends ChannelInitializer<Http2StreamChannel> {
    private final Http2FrameCodec codec;
    private final Turns turns;

    Stream(Http2FrameCodec codec, Turns turns) {
      this.codec = codec;
      this.turns = turns;
    }

    @Override
    protected void initChannel(Http2StreamChannel stream) {
      stream.parent().pipeline().get(ConnectionEnd.class).opened(stream);
      stream.pipeline()
          .addLast(new Http2StreamFrameToHttpObjectCodec(true),
              gateway.clients().stream(stream, codec), new ExchangeHandler(gateway, turns));
    }
  }

  /// The end of an HTTP/2 connection's own pipeline: tells its streams what concerns them. What a client
  /// does wrong on the connection has been answered by the codec, and is no news.
  private static final class ConnectionEnd extends ChannelInboundHandlerAdapter {
    private final Set<Channel> streams = new HashSet<>();
    private final Turns turns;

    ConnectionEnd(Turns turns) {
      this.turns = turns;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
      turns.over();
      ctx.fireChannelReadComplete();
    }

    void opened(Channel stream) {
      streams.add(stream);
      stream.closeFuture().addListener(_ -> streams.remove(stream));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof CutOver) {
        List.copyOf(streams).forEach(stream -> stream.pipeline().fireUserEventTriggered(event));
      }
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!(cause instanceof Http2Exception)) {
        ctx.close();
      }
    }
  }

  private final class ByAlpn extends ApplicationProtocolNegotiationHandler {
    ByAlpn() {
      super(ApplicationProtocolNames.HTTP_1_1);
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
        http2(ctx);
      } else {
        http1(ctx);
      }
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
