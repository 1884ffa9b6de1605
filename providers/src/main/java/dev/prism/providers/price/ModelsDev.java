package dev.prism.providers.price;

import dev.prism.providers.YamlSection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The format of models.dev: providers, each with models by id, each with a `cost` in US dollars per
/// million tokens and tiers by size of the prompt.
final class ModelsDev {
  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry("amazon-bedrock", "bedrock"), Map.entry("fireworks-ai", "fireworks"),
      Map.entry("google", "gemini"), Map.entry("google-vertex", "vertex"),
      Map.entry("togetherai", "together"));

  private ModelsDev() {}

  static PriceBook read(String label, YamlSection root) {
    Map<String, PriceBook.Section> sections = new TreeMap<>();
    for (String provider : root.keys()) {
      YamlSection listed = root.section(provider).section("models");
      List<ModelPrice> models = new ArrayList<>();
      for (String id : listed.keys()) {
        YamlSection cost = listed.section(id).section("cost");
        if (!cost.keys().isEmpty()) {
          models.add(model(id, cost));
        }
      }
      sections.put(NAMES.getOrDefault(provider, provider),
          new PriceBook.Section(label, List.of(), models));
    }
    return new PriceBook(sections);
  }

  private static ModelPrice model(String id, YamlSection cost) {
    List<ModelPrice.Tier> tiers = new ArrayList<>();
    tiers.add(new ModelPrice.Tier(0, price(cost)));
    for (YamlSection tier : cost.sections("tiers")) {
      BigDecimal size = tier.section("tier").number("size");
      if (size != null) {
        tiers.add(new ModelPrice.Tier(size.longValue(), price(tier)));
      }
    }
    return new ModelPrice(id, List.of(),
        List.of(new ModelPrice.Phase(ModelPrice.Phase.BEGINNING, tiers)), null);
  }

  private static Price price(YamlSection cost) {
    Map<TokenClass, BigDecimal> prices = new EnumMap<>(TokenClass.class);
    put(prices, TokenClass.INPUT, cost, "input");
    put(prices, TokenClass.CACHE_READ, cost, "cached_input");
    put(prices, TokenClass.CACHE_READ, cost, "cache_read");
    put(prices, TokenClass.CACHE_WRITE, cost, "cache_write");
    put(prices, TokenClass.OUTPUT, cost, "output");
    put(prices, TokenClass.REASONING, cost, "reasoning");
    put(prices, TokenClass.AUDIO_INPUT, cost, "input_audio");
    put(prices, TokenClass.AUDIO_OUTPUT, cost, "output_audio");
    return new Price(prices);
  }

  private static void put(Map<TokenClass, BigDecimal> prices, TokenClass kind, YamlSection cost,
      String key) {
    BigDecimal price = cost.number(key);
    if (price != null) {
      prices.put(kind, Price.rounded(price));
    }
  }
}
