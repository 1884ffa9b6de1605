package dev.prism.perf.mock;

import dev.prism.perf.load.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// A provider on the loopback address, on one event loop of its own. It answers every request in the
/// way last set, whatever was asked, so that the same mock serves subjects that rewrite requests.
public final class MockUpstream implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private final EventLoopGroup group;
  private final Channel listening;
  private volatile Behaviour behaviour = Behaviour.INSTANT;

  /// @param port to listen on, 0 for a free one
  public MockUpstream(int port) throws InterruptedException {
    Transport transport = Transport.best();
    group = new MultiThreadIoEventLoopGroup(1, transport.loops());
    byte[] scratch = new byte[65_536];
    listening = new ServerBootstrap().group(group)
        .channel(transport.server())
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(new MockConnection(() -> behaviour, scratch));
          }
        })
        .bind("127.0.0.1", port)
        .sync()
        .channel();
  }

  public int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  /// Requests that are complete from now on are answered so.
  public void behave(Behaviour from) {
    behaviour = from;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
