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
  private Map<String, Held> held = Map.of();

  private record Held(ProviderSettings settings, Provider provider) {}

  /// @param issuedKeys the tenant's name by the hash of a key (64 hex digits) that the store has
  public SnapshotBuilder(TenantMeters meters, Function<String, @Nullable String> issuedKeys) {
    this.meters = meters;
    this.issuedKeys = issuedKeys;
  }

  /// Not for several threads at once.
  ///
  /// @throws IllegalArgumentException if a provider cannot be made of its settings; nothing has changed
  public Snapshot build(GatewayConfig config, Router router, PriceTable prices) {
    Map<String, Held> fresh = new HashMap<>();
    List<Provider> made = new ArrayList<>();
    try {
      config.providers().forEach((name, settings) -> {
        if (settings.enabled()) {
          fresh.put(name, provider(name, settings, made));
        }
      });
    } catch (IllegalArgumentException problem) {
      made.forEach(Provider::close);
      throw problem;
    }
    Map<String, Held> before = held;
    held = fresh;
    before.forEach((name, old) -> {
      Held now = fresh.get(name);
      if (!old.equals(now)) {
        old.provider().close();
      }
    });
    Map<String, Provider> providers = new HashMap<>();
    fresh.forEach((name, each) -> providers.put(name, each.provider()));
    boolean redact = config.traces().text().redact();
    return new Snapshot(authenticator(config), router, providers, prices,
        config.server().maxBody().bytes(),
        redact ? 0 : Math.toIntExact(config.traces().text().max().bytes()));
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
