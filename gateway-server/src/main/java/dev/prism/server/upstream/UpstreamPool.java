package dev.prism.server.upstream;

import dev.prism.providers.Provider;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One event loop's connections to one provider: idle HTTP/1.1 connections, the last used first, and
/// HTTP/2 connections that several attempts share.
public final class UpstreamPool {
  private static final AttributeKey<Long> IDLE_SINCE = AttributeKey.valueOf("prism.idle-since");
  private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long SWEEP_SECONDS = 5;
  private static final int MAX_OPEN = 16_384;

  private final Provider provider;
  private final EventLoop loop;
  private final LoopLag lag;
  private final UpstreamConnector connector;
  private final ArrayDeque<Channel> idle = new ArrayDeque<>();
  private final List<SharedConnection> shared = new ArrayList<>(2);
  private int open;
  private boolean sweeping;

  UpstreamPool(Provider provider, EventLoop loop, LoopLag lag, UpstreamConnector connector) {
    this.provider = provider;
    this.loop = loop;
    this.lag = lag;
    this.connector = connector;
  }

  /// How late this loop is.
  LoopLag lag() {
    return lag;
  }

  /// Gives the attempt a connection, now or when one stands, or refuses it.
  ///
  /// @param fresh whether a connection that has served before is not wanted
  void lend(UpstreamExchange attempt, boolean fresh) {
    if (!fresh) {
      for (Channel channel; (channel = idle.pollLast()) != null;) {
        if (channel.isActive()) {
          attempt.leased(new Lease(channel, true, this));
          return;
        }
      }
      for (SharedConnection connection : shared) {
        if (connection.hasRoom()) {
          openStream(connection, attempt);
          return;
        }
      }
    }
    connect(attempt);
  }

  private void connect(UpstreamExchange attempt) {
    if (open >= MAX_OPEN) {
      attempt.refused(new AttemptFailure(AttemptFailure.Kind.POOL_FULL, null));
      return;
    }
    open++;
    connector.connect(provider, loop, result -> {
      switch (result) {
        case UpstreamConnector.Failed failed -> {
          open--;
          attempt.refused(new AttemptFailure(AttemptFailure.Kind.CONNECT, failed.reason()));
        }
        case UpstreamConnector.Http1(Channel channel) -> {
          watch(channel.closeFuture(), channel);
          attempt.leased(new Lease(channel, false, this));
        }
        case UpstreamConnector.Http2(Channel channel) -> {
          SharedConnection connection = new SharedConnection(channel);
          shared.add(connection);
          sweepLater();
          channel.closeFuture().addListener(_ -> {
            open--;
            shared.remove(connection);
          });
          openStream(connection, attempt);
        }
      }
    });
  }

  private void watch(ChannelFuture closed, Channel channel) {
    closed.addListener(_ -> {
      open--;
      idle.remove(channel);
    });
  }

  private void openStream(SharedConnection connection, UpstreamExchange attempt) {
    connection.open(stream -> {
      if (stream == null) {
        attempt
            .refused(new AttemptFailure(AttemptFailure.Kind.CONNECT, "no stream could be opened"));
      } else {
        attempt.leased(new Lease(stream, connection.used(), this));
      }
    });
  }

  void giveBack(Channel channel) {
    if (channel instanceof Http2StreamChannel || !channel.isActive()) {
      channel.close();
      return;
    }
    channel.config().setAutoRead(true);
    channel.attr(IDLE_SINCE).set(System.nanoTime());
    idle.addLast(channel);
    sweepLater();
  }

  private void sweepLater() {
    if (!sweeping) {
      sweeping = true;
      loop.schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void sweep() {
    sweeping = false;
    long now = System.nanoTime();
    List<Channel> stale = new ArrayList<>();
    for (Iterator<Channel> eldestFirst = idle.iterator(); eldestFirst.hasNext();) {
      Channel channel = eldestFirst.next();
      if (now - channel.attr(IDLE_SINCE).get() < KEEP_NANOS) {
        break;
      }
      eldestFirst.remove();
      stale.add(channel);
    }
    for (SharedConnection connection : shared) {
      if (connection.idleLongerThan(KEEP_NANOS, now)) {
        stale.add(connection.channel());
      }
    }
    stale.forEach(Channel::close);
    if (!idle.isEmpty() || !shared.isEmpty()) {
      sweepLater();
    }
  }
}
