package dev.prism.server;

import dev.prism.conf.GatewayConfig;
import dev.prism.providers.ProviderSettings;
import dev.prism.routing.TargetCatalog;
import dev.prism.store.KeyStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What routing may know of providers, as of one configuration.
///
/// @param providers those that exist
/// @param rails     the names of those that exist
record ProviderCatalog(Map<String, ProviderSettings> providers, Set<String> rails)
    implements
      TargetCatalog {
  /// Of the hash of a credential: tells two apart, gives neither away.
  private static final int LABEL_DIGITS = 8;

  static final ProviderCatalog NONE = new ProviderCatalog(Map.of(), Set.of());

  ProviderCatalog {
    providers = Map.copyOf(providers);
    rails = Set.copyOf(rails);
  }

  static ProviderCatalog of(GatewayConfig config) {
    Map<String, ProviderSettings> enabled = new HashMap<>(config.providers());
    enabled.values().removeIf(settings -> !settings.enabled());
    return new ProviderCatalog(enabled, config.rails().keySet());
  }

  @Override
  public boolean hasProvider(String provider) {
    return providers.containsKey(provider);
  }

  @Override
  public boolean hasRail(String rail) {
    return rails.contains(rail);
  }

  @Override
  public String credential(String provider) {
    ProviderSettings settings = providers.get(provider);
    return settings == null || settings.apiKey() == null
        ? ""
        : KeyStore.hash(settings.apiKey()).substring(0, LABEL_DIGITS);
  }
}
