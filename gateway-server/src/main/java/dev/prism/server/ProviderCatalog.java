package dev.prism.server;

import dev.prism.conf.GatewayConfig;
import dev.prism.exchange.Cost;
import dev.prism.exchange.TokenUsage;
import dev.prism.providers.ContextSizes;
import dev.prism.providers.ProviderSettings;
import dev.prism.providers.price.ModelPrice;
import dev.prism.providers.price.PriceTable;
import dev.prism.routing.TargetCatalog;
import dev.prism.store.KeyStore;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What routing may know of providers, as of one configuration.
///
/// @param providers those that exist
/// @param prices    what their models cost
/// @param rails     the names of those that exist
record ProviderCatalog(
    Map<String, ProviderSettings> providers,
    PriceTable prices,
    Set<String> rails) implements TargetCatalog {
  /// Of the hash of a credential: tells two apart, gives neither away.
  private static final int LABEL_DIGITS = 8;

  static final ProviderCatalog NONE = new ProviderCatalog(Map.of(), PriceTable.EMPTY, Set.of());

  ProviderCatalog {
    providers = Map.copyOf(providers);
    rails = Set.copyOf(rails);
  }

  static ProviderCatalog of(GatewayConfig config, PriceTable prices) {
    Map<String, ProviderSettings> enabled = new HashMap<>(config.providers());
    enabled.values().removeIf(settings -> !settings.enabled());
    return new ProviderCatalog(enabled, prices, config.rails().keySet());
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

  @Override
  public long contextTokens(String provider, String model) {
    return ContextSizes.tokens(model);
  }

  @Override
  public @Nullable Cost price(String provider, String model, TokenUsage usage) {
    ProviderSettings settings = providers.get(provider);
    String preset = settings == null ? null : settings.preset();
    ModelPrice price = settings == null
        ? null
        : prices.price(provider, preset == null ? settings.adapter() : preset, model);
    try {
      return price == null
          ? null
          : price.on(LocalDate.now(ZoneOffset.UTC)).price(usage.prompt()).of(usage);
    } catch (ArithmeticException beyondRange) {
      return null;
    }
  }
}
