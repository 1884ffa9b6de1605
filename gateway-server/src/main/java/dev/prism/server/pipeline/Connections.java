package dev.prism.server.pipeline;

import dev.prism.routing.Flip;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// The open client connections and the exchanges in flight, for drain and metrics.
public final class Connections {
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger exchanges = new AtomicInteger();
  private volatile boolean draining;

  void opened(Channel channel) {
    channels.add(channel);
  }

  /// Tells every exchange in flight of flips that may take it with them. Any thread; does not wait.
  public void cutOver(List<Flip> flips) {
    CutOver cut = new CutOver(flips);
    for (Channel channel : channels) {
      channel.eventLoop().execute(() -> channel.pipeline().fireUserEventTriggered(cut));
    }
  }

  void exchangeBegan() {
    exchanges.incrementAndGet();
  }

  void exchangeEnded() {
    exchanges.decrementAndGet();
  }

  /// From now on each response ends its connection.
  public void drain() {
    draining = true;
  }

  public boolean draining() {
    return draining;
  }

  public int open() {
    return channels.size();
  }

  public int inFlight() {
    return exchanges.get();
  }

  public void closeAll() {
    channels.close();
  }
}
