package dev.prism.server.upstream;

import dev.prism.providers.HttpVersion;
import dev.prism.providers.Provider;
import dev.prism.server.Transport;
import dev.prism.server.wire.ProviderCodec;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Opens connections to providers: resolves, connects, shakes hands, and finds out which HTTP is spoken.
/// TLS checks the certificate against the host's name, always.
public final class UpstreamConnector {
  private static final int CONNECT_MILLIS = 30_000;
  private static final long HANDSHAKE_SECONDS = 10;
  private static final int MAX_HEADER_BYTES = 32 * 1024;
  private static final int WINDOW_BYTES = 1024 * 1024;
  /// What the kernel may hold of one reply that nobody reads. By its own rule it holds a megabyte and more:
  /// some thousand slow clients would use up what the machine has for all of TCP.
  private static final int KERNEL_BYTES = 128 * 1024;
  /// One read is all that a slow client's connection may hold beyond its watermark.
  private static final RecvByteBufAllocator READS = new AdaptiveRecvByteBufAllocator(512, 4096,
      16 * 1024);

  /// What came of it.
  sealed interface Result {}

  record Http1(Channel channel) implements Result {}

  record Http2(Channel channel) implements Result {}

  record Failed(String reason) implements Result {}

  private final Transport transport;
  private final AddressBook addresses;
  private final SslContext tls;

  public UpstreamConnector(Transport transport, AddressBook addresses) {
    this(transport, addresses, defaultTls());
  }

  UpstreamConnector(Transport transport, AddressBook addresses, SslContext tls) {
    this.transport = transport;
    this.addresses = addresses;
    this.tls = tls;
  }

  private static SslContext defaultTls() {
    try {
      return SslContextBuilder.forClient()
          .protocols("TLSv1.3", "TLSv1.2")
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
                  ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                  ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException problem) {
      throw new IllegalStateException("this JDK has no usable TLS", problem);
    }
  }

  void connect(Provider provider, EventLoop loop, Consumer<Result> then) {
    Once once = new Once(then);
    addresses.resolve(provider.baseUrl().getHost(), provider.port(), loop, (address, problem) -> {
      if (address == null) {
        once.settle(new Failed(problem == null ? "the name does not resolve" : problem));
      } else {
        connect(provider, address, loop, once);
      }
    });
  }

  private void connect(Provider provider, InetSocketAddress address, EventLoop loop, Once once) {
    ChannelFuture connecting = new Bootstrap().group(loop)
        .channel(transport.client())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.RECVBUF_ALLOCATOR, READS)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK,
            new WriteBufferWaterMark(32 * 1024, 128 * 1024))
        .handler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            if (provider.tls()) {
              secure(channel, provider, once);
            }
          }
        })
        .connect(address);
    connecting.addListener(done -> {
      if (!done.isSuccess()) {
        once.settle(new Failed(done.cause().getClass().getSimpleName()));
      } else if (!isAllowed(connecting.channel())) {
        connecting.channel().close();
        once.settle(new Failed("connected to an address that may not be called"));
      } else if (!provider.tls()) {
        once.settle(provider.httpVersion() == HttpVersion.HTTP_2
            ? http2(connecting.channel())
            : http1(connecting.channel()));
      }
    });
  }

  /// Whether the peer that answered is one that may be called, whatever led to it.
  private boolean isAllowed(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress peer
        && addresses.rule().allows(peer.getAddress());
  }

  private void secure(Channel channel, Provider provider, Once once) {
    SslHandler handler = tls.newHandler(channel.alloc(), provider.baseUrl().getHost(),
        provider.port());
    handler.setHandshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS);
    channel.pipeline().addLast(handler, new Negotiated(provider.httpVersion(), once));
    channel.closeFuture().addListener(_ -> once.settle(new Failed("the TLS handshake failed")));
  }

  private static Result http1(Channel channel) {
    channel.config().setOption(ChannelOption.SO_RCVBUF, KERNEL_BYTES);
    HttpDecoderConfig limits = new HttpDecoderConfig().setMaxInitialLineLength(8192)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(64 * 1024);
    channel.pipeline().addLast(new ProviderCodec(limits), new UpstreamHandler());
    return new Http1(channel);
  }

  private static Result http2(Channel channel) {
    Http2Settings settings = Http2Settings.defaultSettings()
        .pushEnabled(false)
        .initialWindowSize(WINDOW_BYTES)
        .maxHeaderListSize(MAX_HEADER_BYTES);
    channel.pipeline()
        .addLast(Http2FrameCodecBuilder.forClient().initialSettings(settings).build(),
            new Http2MultiplexHandler(new RefusePush()));
    return new Http2(channel);
  }

  /// Configures the channel by what ALPN chose.
  private static final class Negotiated extends ApplicationProtocolNegotiationHandler {
    private final HttpVersion wanted;
    private final Once once;

    Negotiated(HttpVersion wanted, Once once) {
      super(ApplicationProtocolNames.HTTP_1_1);
      this.wanted = wanted;
      this.once = once;
    }

    @Override
    protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
      boolean two = protocol.equals(ApplicationProtocolNames.HTTP_2);
      if (wanted == HttpVersion.HTTP_2 && !two) {
        once.settle(new Failed("the provider does not speak HTTP/2"));
        ctx.close();
        return;
      }
      once.settle(two ? http2(ctx.channel()) : http1(ctx.channel()));
    }

    @Override
    protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
      once.settle(new Failed(cause.getClass().getSimpleName()));
      ctx.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      once.settle(new Failed(cause.getClass().getSimpleName()));
      ctx.close();
    }
  }

  /// A provider may not push streams: they are closed as they come.
  private static final class RefusePush extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel stream) {
      stream.close();
    }
  }

  /// Several things can end a connection's making; the first counts.
  private static final class Once {
    private @Nullable Consumer<Result> then;

    Once(Consumer<Result> then) {
      this.then = then;
    }

    void settle(Result result) {
      Consumer<Result> waiting = then;
      then = null;
      if (waiting != null) {
        waiting.accept(result);
      } else if (result instanceof Http1(Channel late)) {
        late.close();
      } else if (result instanceof Http2(Channel late)) {
        late.close();
      }
    }
  }
}
