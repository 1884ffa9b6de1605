package dev.prism.server.upstream;

import dev.prism.providers.Provider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The pools of all event loops. A loop sees only its own, so nothing here is shared.
public final class UpstreamPools {
  private final UpstreamConnector connector;
  private final FastThreadLocal<Map<Provider, UpstreamPool>> pools = new FastThreadLocal<>() {
    @Override
    protected Map<Provider, UpstreamPool> initialValue() {
      return new IdentityHashMap<>();
    }
  };

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
    Map<Provider, UpstreamPool> mine = pools.get();
    UpstreamPool pool = mine.get(provider);
    if (pool == null) {
      pool = new UpstreamPool(provider, loop, connector);
      mine.put(provider, pool);
    }
    return pool;
  }
}
