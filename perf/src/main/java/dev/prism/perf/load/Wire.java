package dev.prism.perf.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import java.util.concurrent.TimeUnit;

/// What the connections of one load share: where to connect, the prepared request, and one buffer to
/// read into, since they all live on one event loop.
final class Wire {
  private final EventLoop loop;
  private final Destination destination;
  private final Bootstrap bootstrap;
  private final ByteBuf prepared;
  private final ByteBuf request;
  private final boolean stream;
  private final ChannelGroup channels;
  private byte[] scratch = new byte[65_536];

  Wire(Transport transport, EventLoop loop, Destination destination, Load load) {
    this.loop = loop;
    this.destination = destination;
    stream = load.stream();
    byte[] whole = destination.post(ChatBody.of(load.bodyBytes(), stream));
    prepared = Unpooled.directBuffer(whole.length).writeBytes(whole);
    request = Unpooled.unreleasableBuffer(prepared).asReadOnly();
    channels = new DefaultChannelGroup(loop);
    bootstrap = new Bootstrap().group(loop)
        .channel(transport.channel())
        .option(ChannelOption.TCP_NODELAY, true);
  }

  /// Opens a connection; the traffic hears of it, or that it was refused.
  void connect(Traffic traffic) {
    LoadConnection connection = new LoadConnection(traffic, this);
    ChannelFuture opening = bootstrap.clone().handler(new ChannelInitializer<Channel>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(connection);
        channels.add(channel);
      }
    }).connect(Destination.HOST, destination.port());
    opening.addListener(opened -> {
      if (!opened.isSuccess()) {
        traffic.lost(connection, String.valueOf(opened.cause()));
      }
    });
  }

  ByteBuf request() {
    return request.duplicate();
  }

  boolean stream() {
    return stream;
  }

  byte[] scratch(int size) {
    if (size > scratch.length) {
      scratch = new byte[size];
    }
    return scratch;
  }

  /// Runs something on the event loop and waits for it.
  void onLoop(Runnable work) throws InterruptedException {
    loop.submit(work).sync();
  }

  /// Runs something on the event loop later, unless the generator is closed by then.
  void later(Runnable work, long nanos) {
    loop.schedule(work, nanos, TimeUnit.NANOSECONDS)
        .addListener(ended -> Failures.report(ended.cause()));
  }

  void close() throws InterruptedException {
    if (channels.close().await(5, TimeUnit.SECONDS)) {
      prepared.release();
    }
  }
}
