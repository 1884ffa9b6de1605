package dev.prism.server.upstream;

import dev.prism.providers.Provider;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/// The pools of all event loops. A loop sees only its own; what all share is how many may wait.
public final class UpstreamPools {
  private static final long LAG_PERIOD_MILLIS = 20;

  private final UpstreamConnector connector;
  private final FastThreadLocal<Map<Provider, UpstreamPool>> pools = new FastThreadLocal<>() {
    @Override
    protected Map<Provider, UpstreamPool> initialValue() {
      return new IdentityHashMap<>();
    }
  };
  private final Map<EventExecutor, LoopLag> lags = new ConcurrentHashMap<>();
  private final Map<String, ConcurrencyLimit> limits = new ConcurrentHashMap<>();

  public UpstreamPools(UpstreamConnector connector) {
    this.connector = connector;
  }

  /// Every loop that is to have pools, before it asks for one.
  ///
  /// @param heard gets how late the loop is, in nanoseconds, again and again
  public void watch(EventExecutor loop, LongConsumer heard) {
    lags.put(loop, LoopLag.of(loop, LAG_PERIOD_MILLIS, heard));
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
      LoopLag lag = Objects.requireNonNull(lags.get(loop), "a loop that is not watched");
      pool = new UpstreamPool(provider, loop, lag, connector);
      mine.put(provider, pool);
    }
    return pool;
  }
}
