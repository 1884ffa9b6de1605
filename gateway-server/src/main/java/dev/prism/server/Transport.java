package dev.prism.server;

import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/// How the event loops talk to the kernel: one set of Netty classes that belong together.
///
/// @param unsent the option that bounds what the kernel takes of a connection without sending it, null where
///               the transport has none
public record Transport(
    String name,
    IoHandlerFactory loops,
    Class<? extends ServerSocketChannel> server,
    Class<? extends SocketChannel> client,
    @Nullable ChannelOption<Long> unsent) {
  /// What a configuration may ask for. `AUTO` takes epoll, whose native file exists for two processors
  /// only, or else NIO. It never takes io_uring, which misses one connection reset in four (measured with
  /// the natives of 4.2.18), so that a stream that its provider cut hangs until it is idle too long.
  public enum Wanted {
    AUTO, IO_URING, EPOLL, NIO
  }

  /// @throws IllegalStateException if this machine cannot do what is wanted; the message says why
  public static Transport of(Wanted wanted) {
    return switch (wanted) {
      case AUTO -> Epoll.isAvailable() ? epoll() : nio();
      case IO_URING -> {
        require(IoUring.isAvailable(), "io_uring", IoUring.unavailabilityCause());
        yield ioUring();
      }
      case EPOLL -> {
        require(Epoll.isAvailable(), "epoll", Epoll.unavailabilityCause());
        yield epoll();
      }
      case NIO -> nio();
    };
  }

  private static void require(boolean available, String name, Throwable cause) {
    if (!available) {
      throw new IllegalStateException("the transport " + name + " is not available here", cause);
    }
  }

  private static Transport ioUring() {
    return new Transport("io_uring", IoUringIoHandler.newFactory(),
        IoUringServerSocketChannel.class, IoUringSocketChannel.class,
        IoUringChannelOption.TCP_NOTSENT_LOWAT);
  }

  private static Transport epoll() {
    return new Transport("epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class,
        EpollSocketChannel.class, EpollChannelOption.TCP_NOTSENT_LOWAT);
  }

  private static Transport nio() {
    return new Transport("nio", NioIoHandler.newFactory(), NioServerSocketChannel.class,
        NioSocketChannel.class, null);
  }
}
