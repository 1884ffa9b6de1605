package dev.prism.server.pipeline;

import dev.prism.conf.GatewayConfig;
import dev.prism.conf.KeyHash;
import dev.prism.conf.TenantSettings;
import dev.prism.exchange.Tenant;
import dev.prism.providers.Provider;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.Providers;
import dev.prism.providers.price.PriceTable;
import dev.prism.routing.Router;
import dev.prism.server.rails.RailBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes the snapshot of a configuration. What a reload leaves unchanged is kept: a provider with the
/// same settings keeps its connections (and, when simulated, its server), a tenant keeps its counts.
public final class SnapshotBuilder {
  private final TenantMeters meters;
  private final Function<String, @Nullable String> issuedKeys;
  private final EvalPass pass;
  private Map<String, Held> held = Map.of();

  private record Held(ProviderSettings settings, Provider provider) {}

  /// @param issuedKeys the tenant's name by the hash of a key (64 hex digits) that the store has
  /// @param pass       of the gateway itself
  public SnapshotBuilder(TenantMeters meters, Function<String, @Nullable String> issuedKeys,
      EvalPass pass) {
    this.meters = meters;
    this.issuedKeys = issuedKeys;
    this.pass = pass;
  }

  /// A configuration that is built but not in force. End it by [#adopt] or by [#discard].
  public final class Change {
    private final Map<String, Held> fresh;
    private final List<Provider> made;
    private final Snapshot after;

    private Change(Map<String, Held> fresh, List<Provider> made, Snapshot after) {
      this.fresh = fresh;
      this.made = made;
      this.after = after;
    }

    /// The new configuration, for when routing has taken its part over.
    public Snapshot after() {
      return after;
    }

    /// The new configuration with the old providers besides, for the moment in which routing changes: a
    /// target of either table finds its provider.
    public Snapshot during() {
      Map<String, Provider> both = providers(held);
      both.putAll(after.providers());
      return after.with(both);
    }

    /// The new configuration is in force: what only the old one had is closed.
    public void adopt() {
      Map<String, Held> before = held;
      held = fresh;
      before.forEach((name, old) -> {
        if (!old.equals(fresh.get(name))) {
          old.provider().close();
        }
      });
    }

    /// The old configuration stays: what was made for the new one is closed.
    public void discard() {
      made.forEach(Provider::close);
    }
  }

  /// Builds a configuration and changes nothing. Not for several threads at once.
  ///
  /// @throws IllegalArgumentException if a provider cannot be made of its settings
  public Change build(GatewayConfig config, Router router, PriceTable prices) {
    RailBook rails = RailBook.of(config);
    Map<String, Held> fresh = new HashMap<>();
    List<Provider> made = new ArrayList<>();
    try {
      config.providers().forEach((name, settings) -> {
        if (settings.enabled()) {
          fresh.put(name, provider(name, settings, made));
        }
      });
    } catch (RuntimeException problem) {
      made.forEach(Provider::close);
      throw problem;
    }
    boolean redact = config.traces().text().redact();
    return new Change(fresh, made,
        new Snapshot(authenticator(config), pass, router, providers(fresh), prices, rails,
            config.server().maxBody().bytes(),
            redact ? 0 : Math.toIntExact(config.traces().text().max().bytes())));
  }

  private static Map<String, Provider> providers(Map<String, Held> held) {
    Map<String, Provider> providers = new HashMap<>();
    held.forEach((name, each) -> providers.put(name, each.provider()));
    return providers;
  }

  private Held provider(String name, ProviderSettings settings, List<Provider> made) {
    Held before = held.get(name);
    if (before != null && before.settings().equals(settings)) {
      return before;
    }
    Provider provider = Providers.create(name, settings);
    made.add(provider);
    return new Held(settings, provider);
  }

  private Authenticator authenticator(GatewayConfig config) {
    Map<KeyHash256, TenantMeter> configured = new HashMap<>();
    Map<String, TenantMeter> byName = new HashMap<>();
    TenantMeter open = null;
    for (Map.Entry<String, TenantSettings> entry : config.tenants().entrySet()) {
      Tenant tenant = entry.getValue().tenant(entry.getKey());
      TenantMeter meter = meters.of(tenant);
      byName.put(tenant.name(), meter);
      for (KeyHash key : entry.getValue().keys()) {
        configured.put(KeyHash256.ofHex(key.hex()), meter);
      }
      if (entry.getValue().open()) {
        open = meter;
      }
    }
    configured.put(pass.hash(), meters.of(pass.tenant()));
    return new Authenticator(configured, hash -> {
      String tenant = issuedKeys.apply(hash.hex());
      return tenant == null ? null : byName.get(tenant);
    }, open);
  }

  /// Ends what the providers hold open.
  public void close() {
    held.values().forEach(each -> each.provider().close());
    held = Map.of();
  }
}
