package dev.prism.conf;

import dev.prism.providers.ProviderSettings;
import dev.prism.store.StoreSettings;
import java.util.List;
import java.util.Map;

/// The whole configuration, an immutable snapshot in which every name that is used exists.
///
/// @param tenants where none is written, the open tenant `default`, on loopback only
public record GatewayConfig(
    ServerSettings server,
    AdminSettings admin,
    StoreSettings store,
    Map<String, ProviderSettings> providers,
    Map<String, TenantSettings> tenants,
    TraceSettings traces) {
  public static final Map<String, TenantSettings> DEFAULT_TENANTS = Map.of("default",
      new TenantSettings(List.of(), true, TenantSettings.DEFAULT_ROUTES,
          new TenantSettings.Limits(0, 0, TenantSettings.Limits.DEFAULT_USD_PER_MONTH)));
}
