package dev.prism.server.upstream;

import dev.prism.providers.Provider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The pools of all event loops. A loop sees only its own; what all share is how many may wait.
public final class UpstreamPools {
  private static final long LAG_PERIOD_MILLIS = 20;

  private final UpstreamConnector connector;
  private final FastThreadLocal<Mine> mine = new FastThreadLocal<>();
  private final Map<String, ConcurrencyLimit> limits = new ConcurrentHashMap<>();

  public UpstreamPools(UpstreamConnector connector) {
    this.connector = connector;
  }

  /// How many calls may wait for `provider` at once, on all loops together.
  public ConcurrencyLimit limitOf(Provider provider) {
    return limits.computeIfAbsent(provider.name(), _ -> new ConcurrencyLimit());
  }

  /// The limit of each provider that was called, by its name.
  public Map<String, ConcurrencyLimit> limits() {
    return Map.copyOf(limits);
  }

  /// This loop's connections to `provider`; call it on the loop.
  public UpstreamPool of(Provider provider, EventLoop loop) {
    Mine own = mine.get();
    if (own == null) {
      own = new Mine(new IdentityHashMap<>(), LoopLag.of(loop, LAG_PERIOD_MILLIS, _ -> {}));
      mine.set(own);
    }
    UpstreamPool pool = own.pools.get(provider);
    if (pool == null) {
      pool = new UpstreamPool(provider, loop, own.lag, connector);
      own.pools.put(provider, pool);
    }
    return pool;
  }

  private record Mine(Map<Provider, UpstreamPool> pools, LoopLag lag) {}
}
