package dev.prism.providers.price;

import dev.prism.providers.YamlSection;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The format of LiteLLM: models by id (often with the provider before a slash), prices in US dollars for
/// one token, the price of large prompts under names like `input_cost_per_token_above_200k_tokens`.
final class LiteLlm {
  private static final Map<String, String> NAMES = Map.ofEntries(
      Map.entry("bedrock_converse", "bedrock"), Map.entry("fireworks_ai", "fireworks"),
      Map.entry("vertex_ai-language-models", "vertex"), Map.entry("together_ai", "together"),
      Map.entry("cohere_chat", "cohere"), Map.entry("text-completion-openai", "openai"));
  private static final Map<TokenClass, String> KEYS = keys();
  private static final List<Integer> SIZES = List.of(128, 200, 256, 272);
  private static final int PER_MILLION = 6;

  private LiteLlm() {}

  private static Map<TokenClass, String> keys() {
    Map<TokenClass, String> keys = new EnumMap<>(TokenClass.class);
    keys.put(TokenClass.INPUT, "input_cost_per_token");
    keys.put(TokenClass.CACHE_READ, "cache_read_input_token_cost");
    keys.put(TokenClass.CACHE_WRITE, "cache_creation_input_token_cost");
    keys.put(TokenClass.CACHE_WRITE_1H, "cache_creation_input_token_cost_above_1hr");
    keys.put(TokenClass.OUTPUT, "output_cost_per_token");
    keys.put(TokenClass.REASONING, "output_cost_per_reasoning_token");
    keys.put(TokenClass.AUDIO_INPUT, "input_cost_per_audio_token");
    keys.put(TokenClass.AUDIO_OUTPUT, "output_cost_per_audio_token");
    return keys;
  }

  static PriceBook read(String label, YamlSection root) {
    Map<String, List<ModelPrice>> models = new TreeMap<>();
    for (String id : root.keys()) {
      YamlSection model = root.section(id);
      String provider = model.text("litellm_provider");
      Map<TokenClass, BigDecimal> base = prices(model, "");
      if (provider != null && !id.equals("sample_spec") && !base.isEmpty()) {
        String bare = id.startsWith(provider + "/") ? id.substring(provider.length() + 1) : id;
        models.computeIfAbsent(NAMES.getOrDefault(provider, provider), _ -> new ArrayList<>())
            .add(model(bare, base, model));
      }
    }
    Map<String, PriceBook.Section> sections = new TreeMap<>();
    models.forEach((name, all) -> sections.put(name, new PriceBook.Section(label, List.of(), all)));
    return new PriceBook(sections);
  }

  private static ModelPrice model(String id, Map<TokenClass, BigDecimal> base, YamlSection model) {
    List<ModelPrice.Tier> tiers = new ArrayList<>();
    tiers.add(new ModelPrice.Tier(0, new Price(base)));
    for (int thousands : SIZES) {
      Map<TokenClass, BigDecimal> larger = prices(model, "_above_" + thousands + "k_tokens");
      if (!larger.isEmpty()) {
        Map<TokenClass, BigDecimal> all = new EnumMap<>(base);
        all.putAll(larger);
        tiers.add(new ModelPrice.Tier(thousands * 1000L, new Price(all)));
      }
    }
    return new ModelPrice(id, List.of(),
        List.of(new ModelPrice.Phase(ModelPrice.Phase.BEGINNING, tiers)), null);
  }

  private static Map<TokenClass, BigDecimal> prices(YamlSection model, String suffix) {
    Map<TokenClass, BigDecimal> prices = new EnumMap<>(TokenClass.class);
    KEYS.forEach((kind, key) -> {
      BigDecimal each = model.number(key + suffix);
      if (each != null) {
        prices.put(kind, Price.rounded(each.movePointRight(PER_MILLION)));
      }
    });
    return prices;
  }
}
