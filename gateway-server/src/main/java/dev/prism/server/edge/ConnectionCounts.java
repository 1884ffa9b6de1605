package dev.prism.server.edge;

import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// How many connections are open, of whom, and how many were turned away.
final class ConnectionCounts {
  private static final AttributeKey<String> KEY = AttributeKey.valueOf("prism.key");
  private final ClientLimits limits;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Integer> byKey = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();

  ConnectionCounts(ClientLimits limits) {
    this.limits = limits;
  }

  /// Counts a new connection until it closes; false when it is one too many, and it is not counted then.
  boolean admit(Channel channel) {
    if (open.incrementAndGet() > limits.connections()) {
      open.decrementAndGet();
      refused.increment();
      return false;
    }
    InetAddress address = limited(channel);
    if (address != null && !take(byAddress, address, limits.perAddress())) {
      open.decrementAndGet();
      refused.increment();
      return false;
    }
    channel.closeFuture().addListener(_ -> {
      open.decrementAndGet();
      if (address != null) {
        giveBack(byAddress, address);
      }
    });
    return true;
  }

  /// The address to count by, null where there is no limit. Whoever comes from this machine may be a proxy
  /// that speaks for everybody.
  private @Nullable InetAddress limited(Channel channel) {
    return limits.perAddress() > 0 && channel.remoteAddress() instanceof InetSocketAddress from
        && !from.getAddress().isLoopbackAddress() ? from.getAddress() : null;
  }

  /// Whether the key may be used on this connection too. Counts it until the connection closes.
  ///
  /// @param channel the connection, or a stream of it
  boolean claim(String key, Channel channel) {
    if (limits.perKey() == 0 || key.isEmpty()) {
      return true;
    }
    Channel connection = channel.parent() != null && !(channel.parent() instanceof ServerChannel)
        ? channel.parent()
        : channel;
    var held = connection.attr(KEY);
    if (key.equals(held.get())) {
      return true;
    }
    if (!take(byKey, key, limits.perKey())) {
      refused.increment();
      return false;
    }
    held.set(key);
    connection.closeFuture().addListener(_ -> giveBack(byKey, key));
    return true;
  }

  private static <K> boolean take(ConcurrentHashMap<K, Integer> counts, K who, int limit) {
    boolean[] taken = new boolean[1];
    counts.compute(who, (_, count) -> {
      int now = count == null ? 0 : count;
      taken[0] = now < limit;
      return taken[0] ? Integer.valueOf(now + 1) : count;
    });
    return taken[0];
  }

  private static <K> void giveBack(ConcurrentHashMap<K, Integer> counts, K who) {
    counts.computeIfPresent(who, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }

  long refused() {
    return refused.sum();
  }
}
