package dev.prism.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prism.server.Transport.Wanted;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TransportTest {
  @Test
  void epollIsTakenWhereItsNativeFileLoads() {
    assertThat(Transport.of(Wanted.AUTO).name()).isEqualTo(Epoll.isAvailable() ? "epoll" : "nio");
  }

  /// A native file may load and still lack what its classes ask of it.
  @Test
  void theTransportThatIsTakenConnects() {
    Transport transport = Transport.of(Wanted.AUTO);
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, transport.loops());
    try {
      Channel server = new ServerBootstrap().group(loops)
          .channel(transport.server())
          .childHandler(new ChannelInboundHandlerAdapter())
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
          .syncUninterruptibly()
          .channel();
      Channel client = new Bootstrap().group(loops)
          .channel(transport.client())
          .handler(new ChannelInboundHandlerAdapter())
          .connect(server.localAddress())
          .syncUninterruptibly()
          .channel();

      assertThat(client.isActive()).isTrue();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
