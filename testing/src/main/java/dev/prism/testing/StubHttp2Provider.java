package dev.prism.testing;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A provider that speaks HTTP/2, by prior knowledge or over TLS, answers each request with a
/// [Reply], and keeps what arrived. Of a reply's endings, `RESET` resets the stream, which it refuses when
/// nothing has been sent, and `CLOSE` closes the whole connection.
public final class StubHttp2Provider implements AutoCloseable {
  private final EventLoopGroup group;
  private final Channel server;
  private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();

  private StubHttp2Provider(@Nullable SslContext tls, Http2Settings settings,
      Function<ReceivedRequest, Reply> answer) {
    group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    server = new ServerBootstrap().group(group)
        .channel(NioServerSocketChannel.class)
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            if (tls != null) {
              channel.pipeline().addLast(tls.newHandler(channel.alloc()));
            }
            channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
                    new Http2MultiplexHandler(new ChannelInitializer<>() {
                      @Override
                      protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new StubHttp2Stream(requests, answer));
                      }
                    }));
          }
        })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .syncUninterruptibly()
        .channel();
  }

  /// Cleartext, by prior knowledge.
  public static StubHttp2Provider answering(Function<ReceivedRequest, Reply> answer) {
    return new StubHttp2Provider(null, Http2Settings.defaultSettings(), answer);
  }

  /// Over TLS; the context must offer `h2` by ALPN.
  public static StubHttp2Provider answering(SslContext tls,
      Function<ReceivedRequest, Reply> answer) {
    return new StubHttp2Provider(tls, Http2Settings.defaultSettings(), answer);
  }

  /// As [#answering], but its window never opens: no byte of a body may be sent, so that no request is whole.
  public static StubHttp2Provider stalled(SslContext tls) {
    return new StubHttp2Provider(tls, Http2Settings.defaultSettings().initialWindowSize(0),
        _ -> Reply.nothing(Reply.Ending.HANG));
  }

  public int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /// What has arrived so far, in order of arrival.
  public List<ReceivedRequest> requests() {
    return List.copyOf(requests);
  }

  /// Waits for the request number `index`, from 0.
  public ReceivedRequest awaitRequest(int index, Duration limit) {
    Await.until("request " + index + " arrives", limit, () -> requests.size() > index);
    return requests.get(index);
  }

  @Override
  public void close() {
    server.close().syncUninterruptibly();
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
