package dev.prism.perf.load;

import io.netty.channel.Channel;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// Native epoll where the machine has it, NIO else.
///
/// @param name    for reports
/// @param loops   makes what drives an event loop
/// @param channel a client's channel
/// @param server  a listening channel
public record Transport(
    String name,
    IoHandlerFactory loops,
    Class<? extends Channel> channel,
    Class<? extends ServerChannel> server) {
  public static Transport best() {
    if (Epoll.isAvailable()) {
      return new Transport("epoll", EpollIoHandler.newFactory(), EpollSocketChannel.class,
          EpollServerSocketChannel.class);
    }
    return new Transport("nio", NioIoHandler.newFactory(), NioSocketChannel.class,
        NioServerSocketChannel.class);
  }
}
