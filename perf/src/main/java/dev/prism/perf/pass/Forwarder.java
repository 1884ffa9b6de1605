package dev.prism.perf.pass;

import dev.prism.perf.load.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import java.util.concurrent.TimeUnit;

/// Listens on one port of the loopback address and forwards to another.
public final class Forwarder implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private final EventLoopGroup group;
  private final Channel listening;

  public Forwarder(int port, int upstreamPort) throws InterruptedException {
    Transport transport = Transport.best();
    group = new MultiThreadIoEventLoopGroup(1, transport.loops());
    Bootstrap upstream = new Bootstrap().group(group)
        .channel(transport.channel())
        .option(ChannelOption.TCP_NODELAY, true)
        .remoteAddress(HOST, upstreamPort);
    UpstreamChannels channels = new UpstreamChannels(upstream);
    listening = new ServerBootstrap().group(group)
        .channel(transport.server())
        .option(ChannelOption.SO_BACKLOG, 4096)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new HttpServerCodec(), new ClientSide(channels));
          }
        })
        .bind(HOST, port)
        .sync()
        .channel();
  }

  /// Waits until it is closed.
  public void await() throws InterruptedException {
    listening.closeFuture().sync();
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
